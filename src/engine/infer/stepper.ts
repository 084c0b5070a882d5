/**
 * A network that predicts the next character, one at a time, batch 1: what generating, scoring and tracing share.
 * What a text begins with may be learned (`restore`); past that, such networks are one.
 */
import type { Backend, Executable, Feed, Numbers } from '../backend';
import type { Tensor } from '../checkpoint/tensor';
import { GraphBuilder } from '../graph/graphBuilder';
import { CancelledError, type Following } from '../interruption';
import type { Architecture } from '../model/architecture';
import { carrySlots } from '../model/carriedStack';
import { type Forward, forward } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';

/** Characters between two looks. */
const STRIDE = 32;

export class Stepper {
  private constructor(
    private readonly shape: NetworkShape,
    private readonly executable: Executable,
  ) {}

  /** Whether a network goes from one character to the next. */
  static fits({ architecture }: NetworkShape): boolean {
    return architecture.stepping !== undefined;
  }

  /**
   * @param network that fits
   * @param extra adds outputs to the graph of one step, such as activations
   */
  static async open(network: NetworkShape, backend: Backend, extra?: (builder: GraphBuilder, network: Forward) => void): Promise<Stepper> {
    const stepping = network.architecture.stepping as Architecture;
    const shape: NetworkShape = { ...network, architecture: stepping };
    const builder = new GraphBuilder();
    const step = forward(builder, shape, { batch: 1, window: 1 });
    builder.output('logits', step.logits);
    extra?.(builder, step);
    return new Stepper(shape, await backend.compile(builder.build()));
  }

  /** @throws ShapeError naming a weight that is missing or does not fit */
  setWeights(weights: ReadonlyMap<string, Tensor>): void {
    this.executable.write(toSlots(parameterSlots(this.shape), weights));
  }

  /** Zero state: before the first character. */
  reset(): void {
    this.restore(Object.fromEntries(carrySlots(this.shape).map((name) => [name, new Float32Array(this.shape.hidden)])));
  }

  /** The carried state, to come back to. */
  save(): Promise<Feed> {
    return this.executable.read(carrySlots(this.shape));
  }

  restore(state: Feed): void {
    this.executable.write(state);
  }

  /** Reads one token; the logits (V) of the next. */
  async step(token: number): Promise<Record<string, Numbers>> {
    const [outputs] = await this.executable.run([{ tokens: Float32Array.of(token) }]);
    return outputs as Record<string, Numbers>;
  }

  /** Reads tokens one after another, handing over each step's outputs. @throws CancelledError */
  async read(
    tokens: Uint32Array,
    { stop, progress }: Following,
    visit: (outputs: Record<string, Numbers>, index: number) => void,
  ): Promise<void> {
    for (let start = 0; start < tokens.length; start += STRIDE) {
      if (stop.aborted) throw new CancelledError();
      const feeds = Array.from(tokens.subarray(start, start + STRIDE), (token) => ({ tokens: Float32Array.of(token) }));
      (await this.executable.run(feeds)).forEach((outputs, index) => {
        visit(outputs, start + index);
      });
      progress?.(Math.min(1, (start + STRIDE) / tokens.length));
    }
  }

  dispose(): void {
    this.executable.dispose();
  }
}

/** Of a model that goes from one character to the next: tasks ask it of no other. */
export function stepperOf({ stepper }: { readonly stepper?: Stepper }): Stepper {
  if (!stepper) throw new TypeError('This network does not go from one character to the next.');
  return stepper;
}
