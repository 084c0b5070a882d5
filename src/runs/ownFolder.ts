/** A folder of runs may come with a stranger's workspace: neither it, nor a run in it, is a link to another place. */
import type { Stats } from 'node:fs';
import path from 'node:path';
import { RUNS_FOLDER } from '../protocol/engineProtocol';
import { StorageError } from '../sources/storageError';
import { statusOf } from './runFile';

/**
 * What lies there; undefined where nothing does.
 * @throws StorageError where it is a link
 */
export async function ownFolder(folder: string): Promise<Stats | undefined> {
  const status = await statusOf(folder);
  if (status?.isSymbolicLink())
    throw new StorageError(
      `${folder} is a link to another place, and a workspace keeps its runs in itself. To keep them elsewhere, say where (setting: unroll.runsFolder), or put the folder itself there.`,
      folder,
      'ELOOP',
    );
  return status;
}

/**
 * The same of a folder of runs that is in a workspace by itself, `.unroll/runs`, and of `.unroll`. One that the user put elsewhere may
 * be a link of theirs. @throws StorageError
 */
export async function ownRunsFolder(root: string): Promise<void> {
  if (!path.resolve(root).endsWith(path.normalize(`/${RUNS_FOLDER}`))) return;
  await ownFolder(path.dirname(root));
  await ownFolder(root);
}
