/** Checkpoints that are kept of a run's way: `update-1200.safetensors` beside the others, found by their names. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkpointFile, keptUpdateOf } from '../protocol/checkpointNames';
import { onDisk } from '../sources/storageError';

/** A folder may have any number of such files put into it. */
const MOST_LISTED = 1000;

export function keptFile(folder: string, update: number): string {
  return path.join(folder, checkpointFile(update));
}

/** Their updates, in order. @throws StorageError */
export async function keptIn(folder: string): Promise<readonly number[]> {
  const names = await onDisk('read', folder, () => readdir(folder));
  const updates = names.flatMap((name) => keptUpdateOf(name) ?? []);
  return updates.sort((a, b) => a - b).slice(0, MOST_LISTED);
}

/** A run that goes on from an update makes those beyond it anew. @throws StorageError */
export async function forgetKeptAfter(folder: string, update: number): Promise<void> {
  for (const kept of await keptIn(folder)) if (kept > update) await remove(folder, kept);
}

/**
 * A run that was given a later end keeps those of its first stretch, and more come: of too many goes the one whose
 * neighbours are nearest to each other by their ratio. @throws StorageError
 */
export async function thinKept(folder: string, most: number): Promise<void> {
  const kept = [...(await keptIn(folder))];
  while (kept.length > most) {
    const [at = 0] = kept.map((_, index) => index).sort((a, b) => ratioAround(kept, a) - ratioAround(kept, b));
    await remove(folder, kept[at] as number);
    kept.splice(at, 1);
  }
}

/** The last one stays, and of equals the earliest goes. */
function ratioAround(kept: readonly number[], index: number): number {
  return (kept[index + 1] ?? Number.POSITIVE_INFINITY) / Math.max(1, kept[index - 1] ?? 1);
}

async function remove(folder: string, update: number): Promise<void> {
  const file = keptFile(folder, update);
  await onDisk('written', file, () => rm(file, { force: true }));
}
