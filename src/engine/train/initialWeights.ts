/** Weights to start from out of a file: by our names, or by PyTorch's. */
import { importPyTorch, isPyTorch } from '../checkpoint/interchange';
import { decodeSafetensors } from '../checkpoint/safetensors';
import { requireFinite, requireTensor, type Tensor } from '../checkpoint/tensor';
import type { NetworkShape } from '../model/networkShape';

export interface GivenWeights {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Whether they have PyTorch's names. */
  readonly pyTorch: boolean;
}

/** @throws CheckpointError if the bytes are not safetensors of finite numbers */
export function readWeights(bytes: Uint8Array): GivenWeights {
  const { tensors } = decodeSafetensors(bytes);
  for (const [name, tensor] of tensors) requireFinite(name, tensor);
  return { tensors, pyTorch: isPyTorch(tensors) };
}

/** @param drawn what the initializer drew: the names and shapes that are expected. @throws CheckpointError naming what does not fit */
export function fitWeights(
  { tensors, pyTorch }: GivenWeights,
  drawn: ReadonlyMap<string, Tensor>,
  shape: NetworkShape,
): ReadonlyMap<string, Tensor> {
  if (pyTorch) return importPyTorch(tensors, shape);
  return new Map([...drawn].map(([name, { shape: expected }]) => [name, requireTensor(tensors, name, expected)]));
}
