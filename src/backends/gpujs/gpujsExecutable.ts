/** A graph compiled for gpu.js. State is kept on this side of the border between launches, where it can be read. */
import type { Executable, Feed, Graph, Numbers } from '../../engine/backend';
import { checkFeed, checkState, checkStateNames } from '../../engine/graph/checkFeed';
import { validateGraph } from '../../engine/graph/validateGraph';
import type { Gpu, Gpujs } from './gpujsLibrary';
import { KernelLibrary } from './kernelLibrary';
import { type Executor, Launch } from './launch';
import { runsPerLaunch } from './launchSize';

export class GpujsExecutable implements Executable {
  private readonly launches = new Map<number, Launch>();
  private readonly library: KernelLibrary;
  private readonly runsPerLaunch: number;
  private state: Map<string, Float32Array>;
  /** Runs wait for those before them. */
  private last: Promise<unknown> = Promise.resolve();

  /** `launched` is told what really ran, and throws where that is not what was asked for. @throws ShapeError */
  constructor(
    private readonly graph: Graph,
    private readonly gpujs: Gpujs,
    private readonly gpu: Gpu,
    mostPerLaunch: number,
    private readonly launched: (executor: Executor) => void,
  ) {
    validateGraph(graph);
    this.runsPerLaunch = runsPerLaunch(graph, mostPerLaunch);
    this.library = new KernelLibrary(gpu);
    this.state = new Map(Object.entries(graph.state).map(([name, { value }]) => [name, new Float32Array(value.rows * value.columns)]));
  }

  run(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    for (const feed of feeds) checkFeed(this.graph, feed);
    const outputs = this.last.then(() => this.runAll(feeds));
    this.last = outputs.catch(() => undefined);
    return outputs;
  }

  write(state: Feed): void {
    checkState(this.graph, state);
    for (const [name, numbers] of Object.entries(state)) this.state.set(name, Float32Array.from(numbers));
  }

  async read(names: readonly string[] = Object.keys(this.graph.state)): Promise<Record<string, Numbers>> {
    checkStateNames(this.graph, names);
    await this.last;
    return Object.fromEntries(names.map((name) => [name, (this.state.get(name) as Float32Array).slice()]));
  }

  dispose(): void {
    for (const launch of this.launches.values()) void launch.dispose();
    this.launches.clear();
  }

  private async runAll(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    const outputs: Record<string, Numbers>[] = [];
    while (outputs.length < feeds.length) {
      const left = feeds.length - outputs.length;
      outputs.push(
        ...(await this.launch(feeds.slice(outputs.length, outputs.length + (left >= this.runsPerLaunch ? this.runsPerLaunch : 1)))),
      );
    }
    return outputs;
  }

  private async launch(feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    const launch = this.launches.get(feeds.length) ?? new Launch(this.graph, this.gpujs, this.gpu, this.library, feeds.length);
    this.launches.set(feeds.length, launch);
    const { outputs, state } = await launch.run(feeds, this.state).finally(() => this.launched(launch.executor));
    this.state = state;
    return outputs;
  }
}
