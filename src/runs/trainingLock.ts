/**
 * Says on disk that a process trains in this folder, so that another window or a command line neither takes the run for
 * interrupted nor trains in it too. The file is touched while training lasts; after a crash it goes stale by itself.
 */
import { readFile, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { storageError, systemErrorCode } from '../sources/storageError';
import { RunFolderError, runFiles } from './runFolder';
import { writeWhole } from './writeWhole';

const TOUCHED_EVERY = 2_000; // milliseconds
/** A single update of a large model may keep the process from touching it for a while. */
const STALE_AFTER = 60_000;

/** Runs an action as the only process that trains in the folder. @throws RunFolderError where another one does; StorageError */
export async function holdingTrainingLock<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  const file = runFiles(folder).lock;
  await refuseTrainingElsewhere(folder);
  await writeWhole(file, `${process.pid}\n`);
  const touching = setInterval(() => void touch(file), TOUCHED_EVERY).unref();
  try {
    return await action();
  } finally {
    clearInterval(touching);
    await rm(file, { force: true });
  }
}

/** @throws RunFolderError */
export async function refuseTrainingElsewhere(folder: string): Promise<void> {
  const other = await trainingElsewhere(folder);
  if (other === undefined) return;
  throw new RunFolderError(`${path.basename(folder)} is training in another process (${other}). Stop it there, or wait until it is done.`);
}

/** The id of another process that trains in the folder now. */
export async function trainingElsewhere(folder: string): Promise<number | undefined> {
  const file = runFiles(folder).lock;
  try {
    const { mtimeMs } = await stat(file);
    const pid = Number(await readFile(file, 'utf8'));
    return Date.now() - mtimeMs < STALE_AFTER && pid !== process.pid && isAlive(pid) ? pid : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw storageError('read', file, error);
  }
}

/** Where the folder went away, writing the next metrics says so. */
async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
