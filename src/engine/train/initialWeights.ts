/** Weights to start from out of a file: by our names, or by PyTorch's. */
import { importPyTorch, isPyTorch } from '../checkpoint/interchange';
import { decodeSafetensors } from '../checkpoint/safetensors';
import { requireTensor, type Tensor } from '../checkpoint/tensor';
import type { NetworkShape } from '../model/parameters';

/** @param drawn what the initializer drew: the names and shapes that are expected. @throws CheckpointError */
export function initialWeights(bytes: Uint8Array, drawn: ReadonlyMap<string, Tensor>, shape: NetworkShape): ReadonlyMap<string, Tensor> {
  const { tensors } = decodeSafetensors(bytes);
  if (isPyTorch(tensors)) return importPyTorch(tensors, shape);
  return new Map([...drawn].map(([name, { shape: expected }]) => [name, requireTensor(tensors, name, expected)]));
}
