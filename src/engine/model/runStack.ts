/** A stack of layers written into a graph: input symbols → each layer in each of its directions → outputs of the top. */
import type { View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import { beside } from '../graph/beside';
import type { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder } from '../graph/pointwise';
import { rowsOf } from '../graph/views';
import type { Parameters } from './parameterViews';
import { chooseProgram, type LayerInput, type Unrolled, unroll } from './recurrentLayer';
import { blockSlot, type Direction, dropoutInputs, embeddingSlot, type Stack, vectorSlot } from './stack';

/** One layer in one direction. */
export interface TracedUnroll {
  readonly part?: 'encoder' | 'decoder';
  readonly layer: number;
  readonly direction: Direction;
  readonly unrolled: Unrolled;
}

/** What the cells of a layer read at each step beside their input, by key, (rows, H): rows as its tokens have, T·B. */
export type Given = (place: Omit<TracedUnroll, 'unrolled'>, rows: number) => ReadonlyMap<string, View>;

export interface StackReading {
  readonly tokens: View;
  readonly window: number;
  readonly mask?: View;
  /** The state before the first step that is taken, (B, H); by default zeros. */
  initial?(layer: number, state: string, direction: Direction): View;
  /** By default nothing. */
  readonly given?: Given | undefined;
  /** Elements 0 or 1/(1 − p) for the outputs of each layer but the top, from inputs that it names. */
  readonly dropout?: boolean;
}

export interface StackRun {
  /** What the top layer hands on, (T·B, H or 2H), time-major. */
  readonly outputs: View;
  readonly layers: readonly TracedUnroll[];
}

export function runStack(builder: GraphBuilder, stack: Stack, parameters: Parameters, reading: StackReading): StackRun {
  const { tokens, window, mask, dropout = false } = reading;
  const batch = tokens.rows / window;
  const initial = reading.initial ?? (() => builder.constant(0, batch, stack.hidden));
  const layers: TracedUnroll[] = [];
  let input: LayerInput =
    stack.embedding > 0
      ? { kind: 'vectors', view: builder.gather(parameters.at(embeddingSlot(stack)), tokens, 'embedding') }
      : { kind: 'tokens', view: tokens };
  stack.cells.forEach((cell, layer) => {
    const outputs = stack.directions.map((direction) => {
      const blocks = cell.blocks.map((_, index) => parameters.at(blockSlot(stack, layer, direction, index)));
      const vectors = cell.vectors.length > 0 ? parameters.at(vectorSlot(stack, layer, direction)) : undefined;
      const states = new Map(cell.states.map((state) => [state, initial(layer, state, direction)]));
      const place = { ...(stack.part && { part: stack.part }), layer, direction };
      const unrolled = unroll(builder, cell, { blocks, ...(vectors && { vectors }) }, input, {
        window,
        direction,
        initial: states,
        ...(mask && { mask }),
        ...(reading.given && { given: reading.given(place, tokens.rows) }),
      });
      layers.push({ ...place, unrolled });
      return builder.stack(unrolled.outputs, `layer ${layer}`); // (T·B, H)
    });
    const joined = join(builder, stack, outputs);
    const dropped = dropout ? dropoutInputs(stack)[layer] : undefined;
    const kept = dropped ? times(builder, joined, builder.input(dropped.name, joined.rows, joined.columns)) : joined;
    const residual = stack.residual && input.kind === 'vectors' && input.view.columns === kept.columns;
    input = { kind: 'vectors', view: residual ? add(builder, kept, input.view, 'residual') : kept };
  });
  return { outputs: input.view, layers };
}

/**
 * The top layer's output when a text is read, (B, H or 2H): forwards at its last symbol, backwards at its first. Without
 * what a residual connection would add to it, which at one end or the other is not about all of the text.
 */
export function finalOutput(builder: GraphBuilder, stack: Stack, { layers }: StackRun, mask: View): View {
  const cell = stack.cells.at(-1) as CellProgram;
  const outputs = layers.slice(-stack.directions.length).map(({ direction, unrolled }) => {
    const [first, ...others] = unrolled.outputs as [View, ...View[]];
    if (direction === 'backward') return first; // padding is at the end
    if (cell.states.some((state) => cell.output === `activation:${state}'`)) return others.at(-1) ?? first; // held through the padding
    return others.reduce((last, output, index) => {
      return builder.pointwise(chooseProgram(1), [rowsOf(mask, (index + 1) * last.rows, last.rows), output, last])[0] as View;
    }, first);
  });
  return join(builder, stack, outputs);
}

/** The outputs of the directions as one: side by side, or added up. */
export function join(builder: GraphBuilder, stack: Stack, outputs: readonly View[]): View {
  const [first, second] = outputs as [View, View?];
  if (!second) return first;
  if (stack.join === 'sum') return add(builder, first, second, 'both directions');
  return beside(builder, [first, second], 'both directions');
}

function add(builder: GraphBuilder, a: View, b: View, label: string): View {
  return builder.pointwise(sum, [a, b], [label])[0] as View;
}

/** Element by element, with a mask of 0 and 1/(1 − p). */
export function times(builder: GraphBuilder, view: View, mask: View): View {
  return builder.pointwise(product, [view, mask], ['dropout'])[0] as View;
}

const binary = (combine: (build: PointwiseBuilder) => readonly number[]) => {
  const build = new PointwiseBuilder(2);
  return build.build(combine(build));
};
const sum = binary((build) => [build.add(build.input(0), build.input(1))]);
const product = binary((build) => [build.multiply(build.input(0), build.input(1))]);
