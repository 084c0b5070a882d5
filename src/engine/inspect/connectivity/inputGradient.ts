/**
 * The gradient of a chunk's logits with respect to what each of its characters reads as, and to the states before it: so that a
 * gradient goes back through a text of any length, chunk by chunk. Compiled once for a model.
 */
import { type Executable, type Feed, type Numbers, ShapeError, type View } from '../../backend';
import { pullBack } from '../../graph/gradients';
import { GraphBuilder } from '../../graph/graphBuilder';
import { carrySlot } from '../../model/carriedStack';
import type { Model } from '../../model/model';
import { head } from '../../model/network';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { parameterViews } from '../../model/parameterViews';
import { runStack } from '../../model/runStack';
import type { Stack } from '../../model/stack';
import { CHUNK } from '../chunkReader';

export interface Pulled {
  /** (CHUNK, E or k·H), as `AveragedModel.table` has rows. */
  readonly inputs: Numbers;
  /** What arrives at the states before the chunk, by `carrySlot`. */
  readonly before: Feed;
}

const TO_LOGITS = 'to logits';
const leaving = (slot: string) => `leaving ${slot}`;
const toBefore = (slot: string) => `to ${slot}`;

export class InputGradient {
  private constructor(
    private readonly executable: Executable,
    private readonly carried: readonly string[],
    private readonly targets: number,
    private readonly hidden: number,
  ) {}

  /** @param model that goes from one character to the next */
  static async open({ shape, weights, backend }: Pick<Model, 'shape' | 'weights' | 'backend'>): Promise<InputGradient> {
    const builder = new GraphBuilder();
    const parameters = parameterViews(builder, parameterSlots(shape));
    const [stack] = shape.architecture.stacks(shape) as [Stack];
    const before = new Map<string, View>();
    const tokens = builder.input('tokens', CHUNK, 1);
    const { outputs, layers } = runStack(builder, stack, parameters, {
      tokens,
      window: CHUNK,
      initial: (layer, state) => {
        const view = builder.input(carrySlot(layer, state), 1, shape.hidden);
        before.set(carrySlot(layer, state), view);
        return view;
      },
    });
    const arriving = [{ at: head(builder, parameters, outputs), gradient: builder.input(TO_LOGITS, CHUNK, shape.targets) }];
    for (const { layer, unrolled } of layers)
      for (const [state, view] of unrolled.final)
        arriving.push({ at: view, gradient: builder.input(leaving(carrySlot(layer, state)), 1, shape.hidden) });
    const read = builder.operations.find((operation) => operation.op === 'gather' && operation.indices.value === tokens.value);
    if (read?.op !== 'gather') throw new ShapeError('the cell reads no input');
    const inputs = { value: read.out, row: 0, column: 0, rows: read.out.rows, columns: read.out.columns };
    const [toInputs, ...toStates] = pullBack(builder, arriving, [inputs, ...before.values()]);
    builder.output('inputs', toInputs as View);
    [...before.keys()].forEach((slot, index) => {
      builder.output(toBefore(slot), toStates[index] as View);
    });
    const executable = await backend.compile(builder.build());
    executable.write(toSlots(parameterSlots(shape), weights));
    return new InputGradient(executable, [...before.keys()], shape.targets, shape.hidden);
  }

  /**
   * @param tokens of the chunk; of fewer the rest is padding, after which nothing depends on it
   * @param states before the chunk, by `carrySlot`
   * @param arriving at the logits of one character of the chunk, or at the states after it
   */
  async pull(
    tokens: Numbers,
    states: Feed,
    arriving: { readonly at: number; readonly logits: Numbers } | { readonly after: Feed },
  ): Promise<Pulled> {
    const padded = new Float32Array(CHUNK);
    padded.set(tokens);
    const logits = new Float32Array(CHUNK * this.targets);
    if ('logits' in arriving) logits.set(arriving.logits, arriving.at * this.targets);
    const zero = new Float32Array(this.hidden);
    const after = 'after' in arriving ? arriving.after : {};
    const feed: Feed = {
      tokens: padded,
      [TO_LOGITS]: logits,
      ...Object.fromEntries(
        this.carried.flatMap((slot) => [
          [slot, states[slot] ?? zero],
          [leaving(slot), after[slot] ?? zero],
        ]),
      ),
    };
    const [outputs = {}] = await this.executable.run([feed]);
    return {
      inputs: outputs.inputs as Numbers,
      before: Object.fromEntries(this.carried.map((slot) => [slot, outputs[toBefore(slot)] as Numbers])),
    };
  }

  dispose(): void {
    this.executable.dispose();
  }
}
