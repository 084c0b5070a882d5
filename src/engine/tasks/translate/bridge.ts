/**
 * From the encoder's final states to the decoder's first ones, state by state of each layer: as they are where the encoder
 * reads one way and both have one size, else through a learned projection (of both directions, for concat side by side).
 */
import type { View } from '../../backend';
import { type CellProgram, ownStates } from '../../cell/cellProgram';
import type { GraphBuilder } from '../../graph/graphBuilder';
import { rowsOf } from '../../graph/views';
import type { NetworkShape } from '../../model/networkShape';
import { matrixSlot, type ParameterSlot, rowSlot } from '../../model/parameterSlot';
import type { Parameters } from '../../model/parameterViews';
import { outputSize, type Stack } from '../../model/stack';

export function bridgeSlots(shape: NetworkShape): ParameterSlot[] {
  if (!hasBridge(shape)) return [];
  const [encoder] = shape.architecture.stacks(shape) as [Stack];
  return shape.cells.flatMap((cell, layer) =>
    ownStates(cell).flatMap((state) => [
      matrixSlot(bridgeSlot(layer, state, 'weight'), outputSize(encoder), shape.decoderHidden),
      rowSlot(bridgeSlot(layer, state, 'bias'), shape.decoderHidden),
    ]),
  );
}

/** @param finals a state of one layer when all is read, forwards and, where it reads backwards too, backwards: each (B, H) */
export function bridge(
  builder: GraphBuilder,
  shape: NetworkShape,
  parameters: Parameters,
  layer: number,
  state: string,
  finals: readonly View[],
): View {
  const [forwards, backwards] = finals as [View, View?];
  if (!ownStates(shape.cells[layer] as CellProgram).includes(state)) return builder.constant(0, forwards.rows, shape.decoderHidden);
  if (!hasBridge(shape)) return forwards;
  const weight = parameters.at(bridgeSlot(layer, state, 'weight'));
  const half = (index: number) => (shape.bidirectional === 'concat' ? rowsOf(weight, index * shape.hidden, shape.hidden) : weight);
  const label = `bridge ${layer} ${state}`;
  const sum = builder.gemm(forwards, half(0), { add: parameters.at(bridgeSlot(layer, state, 'bias')), label });
  return backwards ? builder.gemm(backwards, half(1), { add: sum, label }) : sum;
}

export function hasBridge({ bidirectional, hidden, decoderHidden }: NetworkShape): boolean {
  return bidirectional !== 'no' || decoderHidden !== hidden;
}

export const bridgeSlot = (layer: number, state: string, kind: 'weight' | 'bias') => `bridge.${layer}.${state}.${kind}`;
