/** The weights of an exported folder, trained further or not, as a model again: what it is stands in their metadata. */
import { type Described, describedIn } from '../../checkpoint/checkpoint';
import { CheckpointError } from '../../checkpoint/checkpointError';
import type { Safetensors } from '../../checkpoint/safetensors';
import { requireFinite, type Tensor } from '../../checkpoint/tensor';
import { shapeOf } from '../../model/model';
import { shortened } from '../../text/shortened';
import { fromModules } from './moduleTensors';

/** The key in the metadata that says so, with the version of what it says. */
export const EXPORTED = 'unroll.pytorch';

export const isExported = (metadata: Readonly<Record<string, string>>): boolean => EXPORTED in metadata;

export interface ExportedModel extends Described {
  /** By our names. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** @throws CheckpointError where the weights are not those of the network that the metadata says */
export function exportedModel({ tensors, metadata }: Safetensors): ExportedModel {
  if (metadata[EXPORTED] !== '1')
    throw new CheckpointError(
      `These weights were exported in format ${shortened(metadata[EXPORTED] ?? '', 20)}; this version of Unroll reads format 1. Update Unroll.`,
    );
  const described = describedIn(metadata);
  for (const [name, tensor] of tensors) requireFinite(name, tensor);
  return { ...described, tensors: fromModules(tensors, shapeOf(described)) };
}
