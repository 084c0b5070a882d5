/** Weights to start from, out of a file: a checkpoint of a run, or tensors with our names or PyTorch's. */
import { checkpointIn, type Described, isCheckpoint } from '../checkpoint/checkpoint';
import { CheckpointError } from '../checkpoint/checkpointError';
import { refuseOtherFormats } from '../checkpoint/otherFormats';
import { isPyTorch, unwrapped } from '../checkpoint/pyTorchNames';
import { decodeSafetensors } from '../checkpoint/safetensors';
import { requireFinite, type Tensor } from '../checkpoint/tensor';
import type { SavedSymbols } from '../data/symbols';
import { exportedModel, isExported } from '../export/pytorch/exportedWeights';

export interface GivenWeights {
  /** What the file is called, in what is told of it. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Whether they have PyTorch's names. */
  readonly pyTorch: boolean;
  /** Where they are those of a run, also of one that was exported: what it was. */
  readonly checkpoint?: Described;
  /** What their rows stand for, where that is known. */
  readonly symbols?: Partial<SavedSymbols>;
}

/**
 * @param told what the rows stand for: see `readVocabularyFile`
 * @throws CheckpointError if the bytes are not safetensors of finite numbers
 */
export function readGivenWeights(bytes: Uint8Array, name: string, told?: Partial<SavedSymbols>): GivenWeights {
  refuseOtherFormats(bytes, name);
  const decoded = decodeSafetensors(bytes);
  const { tensors, metadata } = decoded;
  for (const [each, tensor] of tensors) requireFinite(each, tensor);
  if (told && (isCheckpoint(metadata) || isExported(metadata)))
    throw new CheckpointError('These weights say themselves what their rows stand for: leave the vocabulary out.');
  if (isCheckpoint(metadata)) {
    const checkpoint = checkpointIn(decoded);
    return { name, tensors, pyTorch: false, checkpoint, symbols: checkpoint };
  }
  if (isExported(metadata)) {
    const exported = exportedModel(decoded);
    return { name, tensors: exported.tensors, pyTorch: false, checkpoint: exported, symbols: exported };
  }
  const pyTorch = isPyTorch(tensors);
  return { name, tensors: pyTorch ? unwrapped(tensors) : tensors, pyTorch, ...(told && { symbols: told }) };
}
