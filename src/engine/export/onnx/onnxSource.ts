/** What a network's graphs are written from: its shape, and its weights as they are multiplied. */

import type { Tensor } from '../../checkpoint/tensor';
import type { NetworkShape } from '../../model/networkShape';
import type { ParameterSlot } from '../../model/parameterSlot';
import { parameterSlots } from '../../model/parameterSlots';
import { countParameters, toSlots } from '../../model/parameters';
import { ExportError } from '../exportError';
import type { OnnxGraph } from './onnxGraph';

export interface OnnxSource {
  readonly shape: NetworkShape;
  /** By name as in the equations: `layers.0.W_xi` (H, in). */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** A slot in a graph, as it is multiplied from the right: (in, k·H). */
  slot(graph: OnnxGraph, name: string): string;
}

/** Protocol Buffers count bytes in 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;
/** Of what is not weights: far more than operators and vocabulary take. */
const BESIDE = 16 * 2 ** 20;

/** @throws ExportError where the weights do not fit into a file */
export function onnxSource(shape: NetworkShape, weights: ReadonlyMap<string, Tensor>): OnnxSource {
  const slots = parameterSlots(shape);
  requireRoom(slots);
  const values = toSlots(slots, weights);
  const byName = new Map(slots.map((slot) => [slot.name, slot]));
  const slot = (graph: OnnxGraph, name: string) => {
    const { rows, columns } = byName.get(name) as ParameterSlot;
    return graph.weights(name, [rows, columns], values[name] as Float32Array);
  };
  return { shape, weights, slot };
}

/** @throws ExportError */
export function requireRoom(slots: readonly ParameterSlot[]): void {
  const bytes = 4 * countParameters(slots);
  if (bytes + BESIDE <= MOST_BYTES) return;
  throw new ExportError(
    `The weights take ${(bytes / 1e9).toFixed(1)} GB, and an ONNX file holds 2 GB at most. Export to PyTorch instead, which has no such limit.`,
  );
}
