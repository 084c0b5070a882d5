/** Tokens → one-hot or embedding → L recurrent layers → linear head → logits, written into a graph. */
import type { View } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import { PointwiseBuilder } from '../graph/pointwise';
import { blockSlot, type NetworkShape, type ParameterSlot, parameterSlots, vectorSlot } from './parameters';
import { type LayerInput, type Unrolled, unroll } from './recurrentLayer';

export interface Forward {
  /** (T·B, V), time-major. */
  readonly logits: View;
  readonly layers: readonly Unrolled[];
  readonly parameters: readonly { readonly slot: ParameterSlot; readonly view: View }[];
}

export interface ForwardOptions {
  readonly batch: number;
  readonly window: number;
  /** Dropout between layers: reads inputs `dropout.0` … of (T·B, H), elements 0 or 1/(1 − p). */
  readonly dropout?: boolean;
}

/** Adds a forward pass that reads the input `tokens` (T·B, 1) and carries each layer's states in slots `carry.0.h` … */
export function forward(builder: GraphBuilder, shape: NetworkShape, { batch, window, dropout = false }: ForwardOptions): Forward {
  const parameters = parameterSlots(shape).map((slot) => ({ slot, view: builder.slot(slot.name, slot.rows, slot.columns) }));
  const views = new Map(parameters.map(({ slot, view }) => [slot.name, view]));
  const parameter = (name: string) => views.get(name) as View;
  const tokens = builder.input('tokens', window * batch, 1);
  let input: LayerInput =
    shape.embedding > 0
      ? { kind: 'vectors', view: builder.gather(parameter('embedding.weight'), tokens, 'embedding') }
      : { kind: 'tokens', view: tokens };
  const layers: Unrolled[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const initial = new Map(shape.cell.states.map((state) => [state, builder.slot(carrySlot(layer, state), batch, shape.hidden)]));
    const blocks = shape.cell.blocks.map((_, index) => parameter(blockSlot(layer, index)));
    const vectors = views.get(vectorSlot(layer));
    const unrolled = unroll(builder, shape.cell, { blocks, ...(vectors && { vectors }) }, input, initial, window);
    for (const [state, view] of unrolled.final) builder.setNext(carrySlot(layer, state), view);
    layers.push(unrolled);
    const outputs = builder.stack(unrolled.outputs, `layer ${layer}`); // (T·B, H)
    const last = layer === shape.layers - 1;
    const view = dropout && !last ? drop(builder, outputs, builder.input(`dropout.${layer}`, outputs.rows, outputs.columns)) : outputs;
    input = { kind: 'vectors', view };
  }
  const logits = builder.gemm(input.view, parameter('head.weight'), { add: parameter('head.bias'), label: 'logits' });
  return { logits, layers, parameters };
}

export const carrySlot = (layer: number, state: string) => `carry.${layer}.${state}`;

/** Every carried state of a network, by slot name. */
export function carrySlots({ cell, layers }: NetworkShape): string[] {
  return Array.from({ length: layers }, (_, layer) => cell.states.map((state) => carrySlot(layer, state))).flat();
}

const maskProgram = (() => {
  const build = new PointwiseBuilder(2);
  return build.build([build.multiply(build.input(0), build.input(1))]);
})();

function drop(builder: GraphBuilder, outputs: View, mask: View): View {
  return builder.pointwise(maskProgram, [outputs, mask], ['dropout'])[0] as View;
}
