/** The loss over a held-out text: windows forward only, state carried from one to the next. */
import type { Backend, Executable, Feed } from '../backend';
import type { Streams } from '../data/languageModel';
import { GraphBuilder } from '../graph/graphBuilder';
import { carrySlots, forward } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import type { Interruption } from '../model/stepper';
import { meanLoss } from './updateGraph';

export class Evaluator {
  private constructor(
    private readonly executable: Executable,
    private readonly streams: Streams,
    private readonly launch: number,
    private readonly zeroState: Feed,
  ) {}

  static async open(shape: NetworkShape, streams: Streams, backend: Backend): Promise<Evaluator> {
    const builder = new GraphBuilder();
    const { logits } = forward(builder, shape, streams);
    builder.output('loss', meanLoss(builder, logits).mean);
    const graph = builder.build();
    const zeroState = Object.fromEntries(carrySlots(shape).map((name) => [name, new Float32Array(streams.batch * shape.hidden)]));
    return new Evaluator(await backend.compile(graph), streams, backend.updatesPerLaunch, zeroState);
  }

  /** @returns mean nats per character of a network with these parameters (slots, as read from a device); undefined if stopped on the way */
  async loss(parameters: Feed, { stop }: Interruption): Promise<number | undefined> {
    this.executable.write({ ...parameters, ...this.zeroState });
    let sum = 0;
    for (let index = 0; index < this.streams.windows; index += this.launch) {
      if (stop.aborted) return undefined;
      const count = Math.min(this.launch, this.streams.windows - index);
      const feeds = Array.from({ length: count }, (_, k) => ({ ...this.streams.get(index + k) }));
      for (const outputs of await this.executable.run(feeds)) sum += outputs.loss?.[0] as number;
    }
    return sum / this.streams.windows;
  }

  dispose(): void {
    this.executable.dispose();
  }
}
