/** The folder of a new run: made, and taken back where training never began. */
import { mkdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Experiment } from '../engine/experimentSchema';
import type { SweptRun } from '../protocol/sweepProtocol';
import { storageError, systemErrorCode } from '../sources/storageError';
import { cleanUp } from './cleanUp';
import { writeExperiment } from './experimentFile';
import { makeFolder } from './makeFolder';
import { ownRunsFolder } from './ownFolder';
import { exists } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { readSweptRun, writeSweptRun } from './sweptRun';
import { writeWhole } from './writeWhole';

export interface KeptBeside {
  /** What is learned from, where that is no file. */
  readonly text?: string | undefined;
  /** Where the run is one of many. */
  readonly sweep?: SweptRun | undefined;
}

/** Creates the folder with its experiment in it, which is written last: with it the folder is a run. @throws RunFolderError where there is a run already; StorageError */
export async function createRun(folder: string, experiment: Experiment, { text, sweep }: KeptBeside = {}): Promise<void> {
  const files = runFiles(folder);
  if (await exists(files.experiment)) {
    throw new RunFolderError(`There is already a run in ${folder}. Resume it, or give the new one another folder.`);
  }
  await makeFolder(folder);
  try {
    if (text !== undefined) await writeWhole(files.text, text);
    if (sweep && (await readSweptRun(folder))?.key !== sweep.key) await writeSweptRun(folder, sweep);
    await writeExperiment(folder, experiment);
  } catch (error) {
    await cleanUp(folder, () => discardRun(folder));
    throw error;
  }
}

/** Makes the folder before, and where the action fails removes it if nothing is in it. */
export async function inNewFolder<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  await makeFolder(folder);
  try {
    return await action();
  } catch (error) {
    await cleanUp(folder, () => removeIfEmpty(folder));
    throw error;
  }
}

/** Takes back `createRun`, where training never began: removes our files, and the folder if nothing else is in it. */
export async function discardRun(folder: string): Promise<void> {
  const files = runFiles(folder);
  await rm(files.experiment, { force: true });
  await rm(files.text, { force: true });
  await rm(files.sweep, { force: true });
  await removeIfEmpty(folder);
}

export async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(systemErrorCode(error) ?? '')) throw error;
  }
}

/** An empty folder of its own for a new run: `<root>/<stem>-<n>` with the smallest free n. */
export async function freshRunFolder(root: string, stem: string): Promise<string> {
  const name = safeName(stem);
  await ownRunsFolder(root);
  await makeFolder(root);
  for (let n = 1; ; n++) {
    const folder = path.join(root, `${name}-${n}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw storageError('written', folder, error);
    }
  }
}

/** What any disk takes for a file's name: no separators, no leading dot, no device of Windows, not too long. */
function safeName(stem: string): string {
  const words = stem
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  return (
    [...words]
      .slice(0, 40)
      .join('')
      .replace(/[.-]+$/, '') || 'run'
  );
}
