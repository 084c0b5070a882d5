/** Weights to start from out of a file: by our names, or by PyTorch's. */
import { CheckpointError } from '../checkpoint/checkpointError';
import { importPyTorch } from '../checkpoint/interchange';
import { decodeSafetensors } from '../checkpoint/safetensors';
import type { Tensor } from '../checkpoint/tensor';
import type { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';

/** @param drawn what the initializer drew: names and shapes that are expected. @throws CheckpointError */
export function initialWeights(bytes: Uint8Array, drawn: ReadonlyMap<string, Tensor>, { cell, layers, hidden }: Experiment, vocabulary: Vocabulary): ReadonlyMap<string, Tensor> {
  const { tensors } = decodeSafetensors(bytes);
  if ([...tensors.keys()].some((name) => name.startsWith('rnn.'))) return importPyTorch(tensors, { cell, layers, hidden, vocabulary: vocabulary.size });
  for (const [name, { shape }] of drawn) {
    const found = tensors.get(name);
    if (!found) throw new CheckpointError(`The weights have no ${name} (${shape.join(' × ')}). They have ${[...tensors.keys()].slice(0, 8).join(', ')}…`);
    if (found.shape.join() !== shape.join()) throw new CheckpointError(`The weight ${name} is ${found.shape.join(' × ')}; this network needs ${shape.join(' × ')}.`);
  }
  return tensors;
}
