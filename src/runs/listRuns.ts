/** All runs in a folder of runs: a small file or two of each is read. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunSummary, RunsListing, UnreadableRun } from '../protocol/engineProtocol';
import { onDisk, StorageError } from '../sources/storageError';
import { shownName } from './aboutFile';
import type { RebuiltStates } from './foldedRun';
import { ownFolder, ownRunsFolder } from './ownFolder';
import { exists } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { readSummary } from './runSummary';
import { deletedRuns, TRASH } from './trash';

/** Folders read at a time: a process may only have so many files open. */
const TOGETHER = 32;

/** Bytes that the rows of a listing hold together: those of a workspace's runs are a stranger's, and go to every window. */
const MOST_HELD = 64 * 2 ** 20;

/**
 * The latest begun first. One that cannot be read is named, with the reason, and hurts no other.
 * @param rebuilt what is known of runs that keep no summary @throws StorageError
 */
export async function listRuns(root: string, rebuilt?: RebuiltStates, mostHeld = MOST_HELD): Promise<RunsListing> {
  const names = await namesIn(root);
  if ('reason' in names) return { runs: [], unreadable: [names], deleted: [] };
  const found: (RunSummary | UnreadableRun)[] = [];
  const next = names.values();
  let held = 0;
  const reader = async () => {
    for (const name of next) {
      if (held > mostHeld) return;
      const run = await readIfRun(path.join(root, name), rebuilt);
      if (!run) continue;
      found.push(run);
      held += ROW + sizeOf(run);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, reader));
  if (held > mostHeld) found.push({ folder: root, name: path.basename(root), reason: tooMany(root, found.length) });
  const deleted = await orUnreadable(path.join(root, TRASH), () => deletedRuns(root));
  if ('reason' in deleted) found.push(deleted);
  return {
    runs: found.filter((run) => 'status' in run).sort((a, b) => b.begun - a.begun || a.name.localeCompare(b.name)),
    unreadable: found.filter((run) => 'reason' in run).sort((a, b) => a.name.localeCompare(b.name)),
    deleted: 'reason' in deleted ? [] : deleted,
  };
}

/** Of a row that says nothing out of the common. */
const ROW = 2_000;

/** What a run's files may say at length. */
function sizeOf(run: RunSummary | UnreadableRun): number {
  if ('reason' in run) return run.reason.length;
  const { experiment, message = '', kept } = run;
  return experiment.cellSource.length + experiment.files.reduce((sum, file) => sum + file.length, 8 * kept.length) + message.length;
}

const tooMany = (root: string, listed: number): string =>
  `${root} has more runs than are listed: what the first ${listed.toLocaleString('en')} of them say is all that there is room for. Move some of them elsewhere.`;

/** Where the folder of runs itself cannot be read, that is a row too: other folders of runs have nothing to do with it. */
async function namesIn(root: string): Promise<readonly string[] | UnreadableRun> {
  return await orUnreadable(root, async () => {
    await ownRunsFolder(root);
    return (await exists(root)) ? await onDisk('read', root, () => readdir(root)) : [];
  });
}

/** Undefined for what is no run. */
async function readIfRun(folder: string, rebuilt?: RebuiltStates): Promise<RunSummary | UnreadableRun | undefined> {
  return await orUnreadable(folder, async () => {
    if (!(await exists(runFiles(folder).experiment))) return undefined;
    await ownFolder(folder);
    return await readSummary(folder, rebuilt);
  });
}

async function orUnreadable<Found>(folder: string, read: () => Promise<Found>): Promise<Found | UnreadableRun> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RunFolderError || error instanceof StorageError)) throw error;
    return { folder, name: shownName(folder, {}), reason: error.message };
  }
}
