/**
 * Says on disk that a process trains in this folder, so that another window or a command line neither takes the run for
 * interrupted nor trains in it too. Made exclusively and marked with a token, so that one of many starters wins; touched
 * while training lasts; stale when its process is gone or it was not touched for a minute. Who was asleep so long may
 * have lost it, and therefore looks before each write. (proper-lockfile knows no owner to look for, and sleeps since 2021.)
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rename, rm, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { shortened } from '../engine/text/shortened';
import { onDisk, StorageError, systemErrorCode } from '../sources/storageError';
import { nameOf } from './aboutFile';
import { cleanUp } from './cleanUp';
import { ownFolder } from './ownFolder';
import { exists, MOST, openRunFile, readRunFile, statusOf } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { copyWhole, sweepPartial } from './writeWhole';

const TOUCHED_EVERY = 2_000; // milliseconds
/** A single update of a large model may keep the process from touching it for a while. */
const STALE_AFTER = 60_000;
/** Removing a stale lock takes a moment; who died in it does not hold up the others. */
const TAKEOVER = 5_000;
const ASKED_EVERY = 100;

/** Whether a process of another machine lives is not known. */
const LONGEST_SLEEP = 7 * 24 * 3600_000;

const TOKEN = /^[\da-f-]{36}$/;
const LOST = /^training\.lock\.[\da-f-]{36}$/;

/** Another process took over the run. */
export class LockLostError extends RunFolderError {
  override readonly name = 'LockLostError';
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
  /** Whether all of it was written: a lock is there a moment before it says whose. */
  readonly whole: boolean;
}

/** Locks of this process: another one with its number may have been here before it. */
const held = new Set<string>();

export interface TrainingLock {
  /** Whether this process still trains here: to be asked before each write. @throws LockLostError, StorageError */
  require(): Promise<void>;
}

/** Runs an action as the only process that trains in the folder. @throws RunFolderError where another one does; StorageError */
export async function holdingTrainingLock<Result>(folder: string, action: (lock: TrainingLock) => Promise<Result>): Promise<Result> {
  const file = runFiles(folder).lock;
  const mine = { pid: process.pid, host: hostname(), token: randomUUID(), whole: true };
  held.add(mine.token);
  try {
    await ownFolder(folder);
    return await holding(folder, file, mine, action);
  } finally {
    held.delete(mine.token);
  }
}

async function holding<Result>(
  folder: string,
  file: string,
  mine: Holder,
  action: (lock: TrainingLock) => Promise<Result>,
): Promise<Result> {
  const before = await acquire(folder, file, mine);
  await sweepPartial(folder);
  await sweepGuard(folder);
  await sweepLost(folder);
  if (before === 'asleep') await renewLogs(folder);
  const isMine = async () => (await readHolder(file))?.token === mine.token;
  // Where it cannot be touched, the next write says why.
  const touchIfMine = async () => (await isMine()) && (await touch(file));
  const touching = setInterval(() => void touchIfMine().catch(() => undefined), TOUCHED_EVERY).unref();
  const require = async () => {
    if (await isMine()) return;
    // Somebody may just have removed it, by hand.
    if (!(await exists(lostOf(folder, mine.token))) && (await createExclusively(file, mine))) return;
    throw new LockLostError(
      `${await nameOf(folder)} was taken over by another process while this one was not running, so training ended here. What the other one does there goes on.`,
    );
  };
  try {
    return await action({ require });
  } finally {
    clearInterval(touching);
    await cleanUp(file, async () => (await isMine()) && (await rm(file, { force: true })));
    await cleanUp(file, () => rm(lostOf(folder, mine.token), { force: true }));
  }
}

/** Who held it: nobody, one that has ended, or one that may still live. Who is only just taking it, or died at that, is waited for. */
async function acquire(folder: string, file: string, mine: Holder): Promise<'nobody' | 'gone' | 'asleep'> {
  for (const until = Date.now() + 2 * TAKEOVER; ; await wait(ASKED_EVERY)) {
    if (await createExclusively(file, mine)) return 'nobody';
    const before = await removeStale(folder);
    if (before !== 'busy' && (await createExclusively(file, mine))) return before;
    if (Date.now() > until) throw await trainingInAnother(folder, await readHolder(file));
  }
}

/** At once, where it is known. @throws RunFolderError */
export async function refuseTrainingElsewhere(folder: string): Promise<void> {
  const other = await trainingElsewhere(folder);
  if (other?.whole) throw await trainingInAnother(folder, other);
}

/** The process that trains in the folder now, where that is not this one. @throws StorageError */
export async function trainingElsewhere(folder: string): Promise<Holder | undefined> {
  const file = runFiles(folder).lock;
  const holder = await readHolder(file);
  if (!holder || held.has(holder.token)) return undefined;
  return (await isStale(file, holder)) ? undefined : holder;
}

async function trainingInAnother(folder: string, holder: Holder | undefined): Promise<RunFolderError> {
  const who = holder ? ` (${holder.pid}${holder.host === hostname() ? '' : ` on ${shortened(holder.host)}`})` : '';
  return new RunFolderError(`${await nameOf(folder)} is training in another process${who}. Stop it there, or wait until it is done.`);
}

/** False where it is there already. @throws StorageError */
async function createExclusively(file: string, { pid, host, token }: Omit<Holder, 'whole'>): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await onDisk('written', file, () => open(file, 'wx'));
  } catch (error) {
    if (error instanceof StorageError && error.code === 'EEXIST') return false;
    throw error;
  }
  try {
    await onDisk('written', file, async () => {
      try {
        await handle.writeFile(`${pid}\n${host}\n${token}\n`);
      } finally {
        await handle.close();
      }
    });
    return true;
  } catch (error) {
    await cleanUp(file, () => rm(file, { force: true }));
    throw error;
  }
}

/**
 * One process at a time looks whether the lock is stale and removes it: else two may find the same stale one, and the
 * second remove what the first has made in its place.
 * @returns who held it; 'busy' where another process is at it, or the lock is only just being written
 * @throws RunFolderError where another process trains
 */
async function removeStale(folder: string): Promise<'gone' | 'asleep' | 'busy'> {
  const file = runFiles(folder).lock;
  const guard = guardOf(folder);
  const mine = { pid: process.pid, host: hostname(), token: randomUUID() };
  const isFresh = async (holder: Holder | undefined) => holder !== undefined && !(await isStale(file, holder));
  const seen = await readHolder(file);
  if (seen?.whole && (await isFresh(seen))) throw await trainingInAnother(folder, seen);
  await sweepGuard(folder);
  if (!(await createExclusively(guard, mine))) return 'busy';
  try {
    const holder = await readHolder(file);
    if (await isFresh(holder)) return 'busy';
    const asleep = holder !== undefined && !isGone(holder);
    const lost = asleep && TOKEN.test(holder.token) ? lostOf(folder, holder.token) : undefined;
    await onDisk('written', file, () => (lost ? rename(file, lost) : rm(file, { force: true })));
    return asleep ? 'asleep' : 'gone';
  } finally {
    await cleanUp(guard, () => rm(guard, { force: true }));
  }
}

/** What becomes of the lock of who is asleep: when it wakes it finds that it lost the run, also if who took it is done. */
const lostOf = (folder: string, token: string) => `${runFiles(folder).lock}.${token}`;

/** Of those that will not wake any more. @throws StorageError */
async function sweepLost(folder: string): Promise<void> {
  const names = await onDisk('read', folder, () => readdir(folder));
  for (const name of names.filter((each) => LOST.test(each))) {
    const file = path.join(folder, name);
    const holder = await readHolder(file);
    const untouched = Date.now() - ((await statusOf(file))?.mtimeMs ?? 0);
    if (!holder || isGone(holder) || untouched > LONGEST_SLEEP) await onDisk('written', file, () => rm(file, { force: true }));
  }
}

const guardOf = (folder: string) => `${runFiles(folder).lock}.takeover`;

/** Who died with it in hand left it behind. @throws StorageError */
async function sweepGuard(folder: string): Promise<void> {
  const guard = guardOf(folder);
  const [holder, status] = [await readHolder(guard), await statusOf(guard)];
  if (!holder || !status) return;
  if (Date.now() - status.mtimeMs > TAKEOVER || (holder.whole && !isThisProcess(holder) && isGone(holder)))
    await onDisk('written', guard, () => rm(guard, { force: true }));
}

/**
 * Who is asleep may have a log open, and wake between looking at the lock and writing: then it writes into what was the
 * log before. (What it has half written beside a file is swept, and so gets no name.) @throws StorageError
 */
async function renewLogs(folder: string): Promise<void> {
  const { metrics, samples } = runFiles(folder);
  for (const file of [metrics, samples])
    if (await exists(file)) await openRunFile(file, Number.POSITIVE_INFINITY, () => copyWhole(file, file));
}

/** Of another machine only the time of its last touch is known: its processes have numbers of their own. @throws StorageError */
async function isStale(file: string, { pid, host, token, whole }: Holder): Promise<boolean> {
  const status = await statusOf(file);
  if (!status) return true;
  const untouched = Date.now() - status.mtimeMs;
  if (!whole) return untouched > TAKEOVER;
  return untouched > STALE_AFTER || isGone({ pid, host, token });
}

/** Whose guards are not in `held`. */
const isThisProcess = ({ pid, host }: Holder) => pid === process.pid && host === hostname();

/** Known to have ended. */
function isGone({ pid, host, token }: Pick<Holder, 'pid' | 'host' | 'token'>): boolean {
  return host === hostname() && (pid === process.pid ? !held.has(token) : !isAlive(pid));
}

/** Undefined where there is no lock. Version 0.1.0 wrote the process alone. @throws StorageError */
async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const text = (await readRunFile(file, MOST.lock)).toString('utf8');
    const [pid, host = hostname(), token = ''] = text.trim().split('\n');
    return { pid: Number(pid), host, token, whole: text.endsWith('\n') };
  } catch (error) {
    if (error instanceof StorageError && ['ENOENT', 'ENOTDIR'].includes(error.code)) return undefined;
    throw error;
  }
}

function touch(file: string): Promise<void> {
  const now = new Date();
  return utimes(file, now, now);
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
