/** Runs any cell through time: T copies of its stages, the products with the input hoisted out as one. */
import { ShapeError, type View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import type { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder, perCount } from '../graph/pointwise';
import { columnsOf, rowsOf } from '../graph/views';
import type { Direction } from './stack';

/** What a layer reads at every step, time-major: (T·B, in) vectors, or (T·B, 1) tokens that stand for one-hot vectors. */
export type LayerInput = { readonly kind: 'vectors' | 'tokens'; readonly view: View };

export interface LayerParameters {
  /** One for each of the cell's blocks, (in or H, k·H). */
  readonly blocks: readonly View[];
  /** (1, k·H); undefined for a cell without biases and peepholes. */
  readonly vectors?: View;
}

export interface Reading {
  readonly window: number;
  readonly direction: Direction;
  /** The states before the first step that is taken, by name, (B, H). */
  readonly initial: ReadonlyMap<string, View>;
  /** (T·B, 1): 1 in a text, 0 in its padding, where states stay as they are. */
  readonly mask?: View;
  /** What the cell reads at each step beside its input, by key, (T·B, H). */
  readonly given?: ReadonlyMap<string, View>;
}

export interface Unrolled {
  /** The cell's output at each step, (B, H). */
  readonly outputs: readonly View[];
  /** Named activations at each step, by key, (B, H). */
  readonly steps: readonly ReadonlyMap<string, View>[];
  /** States after the step that is taken last, by name, (B, H). */
  readonly final: ReadonlyMap<string, View>;
}

export function unroll(
  builder: GraphBuilder,
  cell: CellProgram,
  { blocks, vectors }: LayerParameters,
  input: LayerInput,
  { window, direction, initial, mask, given = new Map() }: Reading,
): Unrolled {
  const batch = input.view.rows / window;
  const hidden = (initial.values().next().value as View).columns;
  const hoisted = hoist(builder, cell, blocks, input); // (T·B, k·H)
  const steps: Map<string, View>[] = [];
  let states = initial;
  for (let taken = 0; taken < window; taken++) {
    const t = direction === 'forward' ? taken : window - 1 - taken;
    const step = new Map<string, View>();
    for (const [state, view] of states) step.set(`previous:${state}`, view);
    for (const [key, view] of given) step.set(key, rowsOf(view, t * batch, batch));
    cell.vectors.forEach((name, index) => {
      step.set(`parameter:${name}`, columnsOf(vectors as View, index * hidden, hidden));
    });
    if (hoisted) {
      const now = rowsOf(hoisted, t * batch, batch);
      cell.blocks[0]?.matrices.forEach((name, index) => {
        step.set(`x:${name}`, columnsOf(now, index * hidden, hidden));
      });
    }
    runStages(builder, cell, blocks, step, hidden);
    if (mask) hold(builder, cell, step, rowsOf(mask, t * batch, batch));
    steps[t] = step;
    states = new Map(cell.states.map((state) => [state, at(step, `activation:${state}'`)]));
  }
  return { outputs: steps.map((step) => at(step, cell.output)), steps, final: states };
}

function runStages(builder: GraphBuilder, cell: CellProgram, blocks: readonly View[], step: Map<string, View>, hidden: number): void {
  for (const stage of cell.stages) {
    if (stage.kind === 'gemm') {
      const product = builder.gemm(at(step, stage.operand), blocks[stage.block] as View, { label: `${cell.name} recurrent` });
      stage.products.forEach((key, index) => step.set(key, columnsOf(product, index * hidden, hidden)));
    } else {
      const inputs = stage.inputs.map((key) => at(step, key));
      const outputs = builder.pointwise(stage.program, inputs, stage.outputs);
      stage.outputs.forEach((key, index) => step.set(key, outputs[index] as View));
    }
  }
}

/** In padding, the states that the step made give way to those before it. */
function hold(builder: GraphBuilder, cell: CellProgram, step: Map<string, View>, mask: View): void {
  const made = cell.states.map((state) => at(step, `activation:${state}'`));
  const before = cell.states.map((state) => at(step, `previous:${state}`));
  const held = builder.pointwise(chooseProgram(made.length), [mask, ...made, ...before], cell.states);
  cell.states.forEach((state, index) => step.set(`activation:${state}'`, held[index] as View));
}

/** (m, a₁ … a_k, b₁ … b_k) → m a_i + (1 − m) b_i */
export const chooseProgram = perCount((count) => {
  const build = new PointwiseBuilder(1 + 2 * count);
  const mask = build.input(0);
  const not = build.subtract(build.constant(1), mask);
  return build.build(
    Array.from({ length: count }, (_, index) =>
      build.add(build.multiply(mask, build.input(1 + index)), build.multiply(not, build.input(1 + count + index))),
    ),
  );
});

function hoist(builder: GraphBuilder, cell: CellProgram, blocks: readonly View[], input: LayerInput): View | undefined {
  if (cell.blocks[0]?.over !== 'input') return undefined;
  const block = blocks[0] as View;
  return input.kind === 'tokens'
    ? builder.gather(block, input.view, `${cell.name} input`)
    : builder.gemm(input.view, block, { label: `${cell.name} input` });
}

function at(step: ReadonlyMap<string, View>, key: string): View {
  const view = step.get(key);
  if (!view) throw new ShapeError(`the cell uses ${key} before it is there`);
  return view;
}
