/** What the files of a run's checkpoints are called, for the rooms that make, find and show them. */
import type { CheckpointName } from './engineProtocol';

/** `best.safetensors`, `last.safetensors`; of one that was kept of the way `update-1200.safetensors`. */
export const checkpointFile = (which: CheckpointName): string => `${typeof which === 'number' ? `update-${which}` : which}.safetensors`;

/** Of which update the checkpoint with this file name was kept; undefined for every other file. */
export function keptUpdateOf(name: string): number | undefined {
  const [, update] = /^update-(0|[1-9]\d{0,11})\.safetensors$/.exec(name) ?? [];
  return update === undefined ? undefined : Number(update);
}
