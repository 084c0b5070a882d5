/** What there is of a sweep's runs already: by their keys, in the folder of runs. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { RUNS_FOLDER, type RunSummary } from '../../protocol/engineProtocol';
import { reachedEnd } from '../../protocol/runState';
import { onDisk, StorageError } from '../../sources/storageError';
import { ownFolder, ownRunsFolder } from '../ownFolder';
import { exists, statusOf } from '../runFile';
import { RunFolderError, runFiles } from '../runFolder';
import { readSummary } from '../runSummary';
import { readSweptRun } from '../sweptRun';
import { trainingElsewhere } from '../trainingLock';

/** Where a sweep stands in the folder of runs beside its file, unless it is said. */
export const runsBeside = (file: string): string => path.join(path.dirname(file), RUNS_FOLDER);

/** Folders by the keys of the runs in them; of several, the one that was claimed first. A run that cannot be read is none of the sweep's. @throws StorageError */
export async function sweptFolders(root: string): Promise<Map<string, string>> {
  const found = new Map<string, { readonly folder: string; readonly claimed: number }>();
  await ownRunsFolder(root);
  if (!(await exists(root))) return new Map();
  for (const name of (await onDisk('read', root, () => readdir(root))).sort()) {
    const folder = path.join(root, name);
    const swept = await ifReadable(async () => {
      await ownFolder(folder);
      return await readSweptRun(folder);
    });
    if (!swept) continue;
    const claimed = (await statusOf(runFiles(folder).sweep))?.ctimeMs ?? 0; // when it got its name, and others could see it
    const other = found.get(swept.key);
    if (!other || claimed < other.claimed) found.set(swept.key, { folder, claimed });
  }
  return new Map([...found].map(([key, { folder }]) => [key, folder]));
}

export type Standing =
  /** Not begun, or only just: nothing was learned. */
  | { readonly kind: 'absent'; readonly folder?: string }
  | { readonly kind: 'begun'; readonly folder: string; readonly summary: RunSummary }
  /** Another process trains it now. */
  | { readonly kind: 'elsewhere'; readonly folder: string; readonly summary: RunSummary }
  /** Nothing is left to do: it made its updates, or came to nothing, as it would again. */
  | { readonly kind: 'ended'; readonly folder: string; readonly summary: RunSummary };

/** @throws StorageError, RunFolderError */
export async function standingOf(folder: string | undefined): Promise<Standing> {
  if (folder === undefined) return { kind: 'absent' };
  const files = runFiles(folder);
  if (!(await exists(files.experiment))) return { kind: 'absent', folder };
  const summary = await readSummary(folder);
  if (await trainingElsewhere(folder)) return { kind: 'elsewhere', folder, summary };
  if (reachedEnd(summary.status) || summary.ended === 'diverged') return { kind: 'ended', folder, summary };
  return (await exists(files.last)) ? { kind: 'begun', folder, summary } : { kind: 'absent', folder };
}

/** Makes a folder anew in which a run was begun and ended before its first checkpoint: it has learned nothing. @throws StorageError */
export async function clearBeginning(folder: string): Promise<void> {
  const { lock, sweep, last, ...files } = runFiles(folder);
  // The experiment goes first: without it the folder is no run.
  for (const file of [files.experiment, ...Object.values(files)]) await onDisk('written', file, () => rm(file, { force: true }));
}

async function ifReadable<Result>(action: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof RunFolderError || error instanceof StorageError) return undefined;
    throw error;
  }
}
