/**
 * A run is a folder: experiment.json, metrics.jsonl, samples.jsonl, last.safetensors, best.safetensors, and text.txt
 * where the text was not a file. This file knows their names and places.
 */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Experiment, parseExperiment } from '../engine/experimentSchema';
import { onDisk, storageError, systemErrorCode } from '../sources/storageError';
import { makeFolder } from './makeFolder';
import { writeWhole } from './writeWhole';

/** The folder is not (or already is) a run. */
export class RunFolderError extends Error {
  override readonly name = 'RunFolderError';
}

export function runFiles(folder: string) {
  return {
    experiment: path.join(folder, 'experiment.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    samples: path.join(folder, 'samples.jsonl'),
    last: path.join(folder, 'last.safetensors'),
    best: path.join(folder, 'best.safetensors'),
    text: path.join(folder, 'text.txt'),
    /** Only while a process trains. */
    lock: path.join(folder, 'training.lock'),
  } as const;
}

/** Creates the folder with its experiment in it. @throws RunFolderError where there is a run already; StorageError */
export async function createRun(folder: string, experiment: Experiment, text?: string): Promise<void> {
  const files = runFiles(folder);
  if (await exists(files.experiment)) {
    throw new RunFolderError(`There is already a run in ${folder}. Resume it, or give the new one another folder.`);
  }
  await makeFolder(folder);
  if (text !== undefined) await writeWhole(files.text, text);
  await writeExperiment(folder, experiment);
}

/** Takes back `createRun`, where training never began: removes our two files, and the folder if nothing else is in it. */
export async function discardRun(folder: string): Promise<void> {
  const files = runFiles(folder);
  await rm(files.experiment, { force: true });
  await rm(files.text, { force: true });
  await removeIfEmpty(folder);
}

export async function removeIfEmpty(folder: string): Promise<void> {
  if ((await exists(folder)) && (await readdir(folder)).length === 0) await rm(folder, { recursive: true });
}

export async function writeExperiment(folder: string, experiment: Experiment): Promise<void> {
  await writeWhole(runFiles(folder).experiment, `${JSON.stringify(experiment, undefined, 2)}\n`);
}

/** @throws RunFolderError, ExperimentError */
export async function readExperiment(folder: string): Promise<Experiment> {
  const file = runFiles(folder).experiment;
  if (!(await exists(file))) throw new RunFolderError(`There is no run in ${folder}: it has no experiment.json.`);
  const text = await onDisk('read', file, () => readFile(file, 'utf8'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RunFolderError(`${file} is not JSON any more: it was changed or cut off. Restore it, or delete the run.`);
  }
  return parseExperiment(json);
}

/** An empty folder of its own for a new run: `<root>/<stem>-<n>` with the smallest free n. */
export async function freshRunFolder(root: string, stem: string): Promise<string> {
  const name = safeName(stem);
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

/** Training files as experiment.json names them: relative to the workspace where the run lies in `<workspace>/.unroll/runs`. */
export function nameTrainingFiles(folder: string, files: readonly string[]): string[] {
  const workspace = workspaceOf(folder);
  return files.map((file) => {
    const relative = workspace === undefined ? '..' : path.relative(workspace, file);
    const outside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
    return outside ? path.resolve(file) : relative.split(path.sep).join('/');
  });
}

/** The inverse of `nameTrainingFiles`: absolute paths. */
export function locateTrainingFiles(folder: string, names: readonly string[]): string[] {
  return names.map((name) => path.resolve(workspaceOf(folder) ?? folder, name));
}

function workspaceOf(folder: string): string | undefined {
  const runs = path.dirname(path.resolve(folder));
  const unroll = path.dirname(runs);
  return path.basename(runs) === 'runs' && path.basename(unroll) === '.unroll' ? path.dirname(unroll) : undefined;
}

export async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return false;
    throw storageError('read', file, error);
  }
}
