/**
 * Deleted runs, which can be brought back. VS Code can move files to the system's trash, but not out of it again, and a remote
 * machine has none: so a run that is deleted is moved, in one step, to a hidden folder beside the others, and removed from there
 * after a week. `<runs>/.trash/<when it was deleted>-<n>/<its folder's name>`.
 */
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { DeletedRun } from '../protocol/engineProtocol';
import { onDisk, StorageError, storageError, systemErrorCode } from '../sources/storageError';
import { readAbout, shownName } from './aboutFile';
import { cleanUp } from './cleanUp';
import { makeFolder } from './makeFolder';
import { ownRunsFolder } from './ownFolder';
import { exists, statusOf } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { refuseTrainingElsewhere } from './trainingLock';

export const TRASH = '.trash';
const ENTRY = /^(\d{1,15})-\d{1,9}$/;
/** Milliseconds. */
export const KEPT = 7 * 24 * 60 * 60 * 1000;

/** Moves a run out of the way. @returns where it lies now @throws RunFolderError where it trains; StorageError */
export async function trashRun(folder: string, now: number): Promise<string> {
  await refuseTraining(folder);
  const root = path.dirname(folder);
  const entry = await freshEntry(await trashOf(root), now);
  const moved = path.join(entry, path.basename(folder));
  try {
    await onDisk('written', folder, () => rename(folder, moved));
  } catch (error) {
    await cleanUp(entry, () => rmdir(entry));
    throw error;
  }
  return moved;
}

/** Brings a deleted run back, beside one that has taken its place meanwhile. @returns its folder @throws RunFolderError, StorageError */
export async function restoreRun(deleted: string): Promise<string> {
  const root = rootOf(deleted);
  if (!(await exists(deleted)))
    throw new RunFolderError(`${path.basename(deleted)} is no longer in the trash, so it cannot be brought back.`);
  const folder = await freeName(path.join(root, path.basename(deleted)));
  await onDisk('written', folder, () => rename(deleted, folder));
  await cleanUp(path.dirname(deleted), () => rmdir(path.dirname(deleted)));
  return folder;
}

/** The latest deleted first. @throws StorageError */
export async function deletedRuns(root: string): Promise<DeletedRun[]> {
  const found: DeletedRun[] = [];
  for (const { entry, deleted } of await entriesOf(root)) {
    for (const name of await onDisk('read', entry, () => readdir(entry))) {
      const folder = path.join(entry, name);
      if (await exists(runFiles(folder).experiment))
        found.push({ folder, name: shownName(folder, await readAbout(folder)), deleted, goes: deleted + KEPT });
    }
  }
  return found.sort((a, b) => b.deleted - a.deleted || a.name.localeCompare(b.name));
}

/** Removes for good what was deleted a week ago or longer. */
export async function sweepTrash(root: string, now: number): Promise<void> {
  await cleanUp(path.join(root, TRASH), async () => {
    for (const { entry, deleted } of await entriesOf(root)) if (now - deleted >= KEPT) await rm(entry, { recursive: true, force: true });
  });
}

/** Removes a deleted run for good. @throws RunFolderError, StorageError */
export async function removeDeleted(deleted: string): Promise<void> {
  rootOf(deleted);
  await onDisk('written', deleted, () => rm(path.dirname(deleted), { recursive: true, force: true }));
}

/** Of a run in the trash: where it was. @throws RunFolderError for what is not in one */
function rootOf(deleted: string): string {
  const entry = path.dirname(deleted);
  const trash = path.dirname(entry);
  if (path.basename(trash) !== TRASH || !ENTRY.test(path.basename(entry))) throw new RunFolderError(`${deleted} is not in the trash.`);
  return path.dirname(trash);
}

/** What is no lock was made by no trainer: a run that cannot be read can be deleted. */
async function refuseTraining(folder: string): Promise<void> {
  try {
    await refuseTrainingElsewhere(folder);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
  }
}

/** A workspace may come with anything in its place: what is moved there shall stay beside the runs. @throws RunFolderError, StorageError */
async function trashOf(root: string): Promise<string> {
  await ownRunsFolder(root);
  const trash = path.join(root, TRASH);
  await makeFolder(trash);
  if (!(await statusOf(trash))?.isDirectory())
    throw new RunFolderError(`${trash} is a link to another place, where deleted runs shall not go. Remove it, then try again.`);
  return trash;
}

async function freshEntry(trash: string, now: number): Promise<string> {
  for (let n = 0; ; n++) {
    const entry = path.join(trash, `${Math.round(now)}-${n}`);
    try {
      await mkdir(entry);
      return entry;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw storageError('written', entry, error);
    }
  }
}

async function entriesOf(root: string): Promise<readonly { readonly entry: string; readonly deleted: number }[]> {
  await ownRunsFolder(root);
  const trash = path.join(root, TRASH);
  if (!(await statusOf(trash))?.isDirectory()) return [];
  const names = await onDisk('read', trash, () => readdir(trash, { withFileTypes: true }));
  return names.flatMap((one) => {
    const time = one.isDirectory() ? ENTRY.exec(one.name)?.[1] : undefined;
    return time === undefined ? [] : [{ entry: path.join(trash, one.name), deleted: Number(time) }];
  });
}

async function freeName(folder: string): Promise<string> {
  if (!(await exists(folder))) return folder;
  for (let n = 2; ; n++) if (!(await exists(`${folder}-${n}`))) return `${folder}-${n}`;
}
