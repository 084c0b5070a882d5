/** Runs any cell through time: T copies of its stages, the products with the input hoisted out as one. */
import { ShapeError, type View } from '../backend';
import type { CellProgram } from '../cell/cellProgram';
import type { GraphBuilder } from '../graph/graphBuilder';
import { columnsOf, rowsOf } from '../graph/views';

/** What a layer reads at every step, time-major: (T·B, in) vectors, or (T·B, 1) tokens that stand for one-hot vectors. */
export type LayerInput = { readonly kind: 'vectors' | 'tokens'; readonly view: View };

export interface LayerParameters {
  /** One for each of the cell's blocks, (in or H, k·H). */
  readonly blocks: readonly View[];
  /** (1, k·H); undefined for a cell without biases and peepholes. */
  readonly vectors?: View;
}

export interface Unrolled {
  /** The cell's output at each step, (B, H). */
  readonly outputs: readonly View[];
  /** Named activations at each step, by key, (B, H). */
  readonly steps: readonly ReadonlyMap<string, View>[];
  /** States after the last step, by name, (B, H). */
  readonly final: ReadonlyMap<string, View>;
}

/** @param initial the states before the first step, by name, (B, H) */
export function unroll(
  builder: GraphBuilder,
  cell: CellProgram,
  { blocks, vectors }: LayerParameters,
  input: LayerInput,
  initial: ReadonlyMap<string, View>,
  window: number,
): Unrolled {
  const batch = input.view.rows / window;
  const hidden = (initial.values().next().value as View).columns;
  const hoisted = hoist(builder, cell, blocks, input); // (T·B, k·H)
  const steps: Map<string, View>[] = [];
  let states = initial;
  for (let t = 0; t < window; t++) {
    const step = new Map<string, View>();
    for (const [state, view] of states) step.set(`previous:${state}`, view);
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
    steps.push(step);
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
