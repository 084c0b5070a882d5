/** One graph for each size of batch, compiled when it is first needed; the state goes along from one to the next. */
import type { Backend, Executable, Feed, Graph, Numbers } from '../backend';
import type { BatchSize } from '../data/batches';

export class SizedExecutables {
  private readonly compiled = new Map<number, Executable>();
  private current: Executable;

  private constructor(
    private readonly sizes: readonly BatchSize[],
    private readonly graphOf: (size: BatchSize) => Graph,
    private readonly backend: Backend,
    first: Executable,
  ) {
    this.current = first;
    this.compiled.set(0, first);
  }

  static async open(sizes: readonly BatchSize[], backend: Backend, graphOf: (size: BatchSize) => Graph): Promise<SizedExecutables> {
    return new SizedExecutables(sizes, graphOf, backend, await backend.compile(graphOf(sizes[0] as BatchSize)));
  }

  /** Runs batches that have one size. */
  async run(size: number, feeds: readonly Feed[]): Promise<Record<string, Numbers>[]> {
    const next = this.compiled.get(size) ?? (await this.compile(size));
    if (next !== this.current) {
      next.write(await this.current.read());
      this.current = next;
    }
    return next.run(feeds);
  }

  write(state: Feed): void {
    this.current.write(state);
  }

  read(names?: readonly string[]): Promise<Record<string, Numbers>> {
    return this.current.read(names);
  }

  dispose(): void {
    for (const executable of this.compiled.values()) executable.dispose();
  }

  private async compile(size: number): Promise<Executable> {
    const executable = await this.backend.compile(this.graphOf(this.sizes[size] as BatchSize));
    this.compiled.set(size, executable);
    return executable;
  }
}
