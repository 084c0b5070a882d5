/** The files that a run learns from, as experiment.json names them, and which of them may be read when it goes on. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Experiment } from '../engine/experimentSchema';
import type { Interruption } from '../engine/interruption';
import { someOf } from '../engine/text/someOf';
import { RUNS_FOLDER } from '../protocol/engineProtocol';
import { findFiles } from '../sources/findFiles';
import { PassedOver } from '../sources/passedOver';
import { MOST_BYTES } from '../sources/readTexts';
import { onDisk, systemErrorCode } from '../sources/storageError';
import { nameOf } from './aboutFile';
import { exists, openRunFile, statusOf } from './runFile';
import { RunFolderError, runFiles } from './runFolder';

const UNSTOPPED: Interruption = { stop: { aborted: false } };

/** An experiment names a file that whoever asks did not allow to be read. */
export class OutsideFileError extends RunFolderError {
  override readonly name = 'OutsideFileError';
}

/** A file that a run learned from is not where it was. */
export class MovedTextError extends RunFolderError {
  override readonly name = 'MovedTextError';
}

/** Training files as experiment.json names them: relative to the workspace where the run lies in its `.unroll/runs`. */
export function nameTrainingFiles(folder: string, files: readonly string[]): string[] {
  return files.map((file) => nameFrom(workspaceOf(folder), file));
}

/** Of a file, as a run in that workspace names it. */
export function nameFrom(workspace: string | undefined, file: string): string {
  return workspace !== undefined && isIn(workspace, file) ? path.relative(workspace, file).split(path.sep).join('/') : path.resolve(file);
}

/** The inverse of `nameTrainingFiles`: absolute paths. */
export function locateTrainingFiles(folder: string, names: readonly string[]): string[] {
  return names.map((name) => path.resolve(workspaceOf(folder) ?? folder, name));
}

/**
 * A run may come from a stranger, and then its files are whatever the stranger chose: those outside its workspace (or
 * its own folder) are read only where the user allowed it. Links are followed before that is decided.
 * @throws OutsideFileError, StorageError
 */
export async function requireReadable(folder: string, files: readonly string[], readable: readonly string[] | 'anything'): Promise<void> {
  const name = await nameOf(folder);
  await requireIn([workspaceOf(folder) ?? folder], files, readable, (outside, many) => {
    return `${name} names ${many} outside its workspace to learn from: ${outside}. Whoever made the run chose that: allow it only if you know the run.`;
  });
}

/** The same for a file of settings, and what lies beside it and below. @throws OutsideFileError, StorageError */
export async function requireReadableFrom(file: string, files: readonly string[], readable: readonly string[] | 'anything'): Promise<void> {
  const name = path.basename(file);
  await requireIn([path.dirname(file)], files, readable, (outside, many) => {
    return `${name} names ${many} outside its folder: ${outside}. Whoever wrote ${name} chose that: allow it only if you know where it comes from.`;
  });
}

async function requireIn(
  own: readonly string[],
  files: readonly string[],
  readable: readonly string[] | 'anything',
  refusal: (outside: string, many: string) => string,
): Promise<void> {
  if (readable === 'anything') return;
  const roots = await Promise.all([...own, ...readable].map(realPath));
  const outside = new Set<string>();
  for (const file of files) {
    // Of a folder what is in it: a link there may lead anywhere too.
    const identity = await realPath(file);
    const found = (await statusOf(identity))?.isDirectory() ? await findFiles([file], new PassedOver(), UNSTOPPED) : [];
    for (const each of [{ file, identity }, ...found]) if (!roots.some((root) => isIn(root, each.identity))) outside.add(each.file);
  }
  if (outside.size > 0) throw new OutsideFileError(refusal(someOf([...outside], 3), outside.size === 1 ? 'a file' : 'files'));
}

/** The text that the run keeps, or the files that it names. @throws StorageError, OutsideFileError */
export async function learnedFrom(
  folder: string,
  { files }: Experiment,
  readable: readonly string[] | 'anything',
): Promise<readonly string[]> {
  const { text } = runFiles(folder);
  if (await exists(text)) {
    await openRunFile(text, MOST_BYTES, async () => undefined);
    return [text];
  }
  const named = locateTrainingFiles(folder, files);
  await requireReadable(folder, named, readable);
  return named;
}

/** Where the user says that a run's files are now. @throws RunFolderError of a run that keeps its text itself */
export async function movedTo(folder: string, { files }: Experiment, moved: readonly string[]): Promise<readonly string[]> {
  if (await exists(runFiles(folder).text)) throw new RunFolderError(`${await nameOf(folder)} keeps its text itself: it needs no files.`);
  if (moved.length !== files.length)
    throw new RunFolderError(
      files.length === 1
        ? `${await nameOf(folder)} learned from ${files[0]} alone. Say where that one file or folder is now.`
        : `${await nameOf(folder)} learned from ${files.length} files or folders: ${files.join(', ')}. Say where each is now, in this order.`,
    );
  return moved;
}

/** @throws MovedTextError naming the first that is not there */
export async function requireThere(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (await exists(file)) continue;
    throw new MovedTextError(
      `${await nameOf(folder)} learned from ${file}, which is not there. If it was moved or renamed, say where it is now (resume --files FILE).`,
    );
  }
}

/** Of what is not there, the path as it is. */
async function realPath(file: string): Promise<string> {
  return await onDisk('read', file, () =>
    realpath(file).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return path.resolve(file);
      throw error;
    }),
  );
}

export function isIn(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function workspaceOf(folder: string): string | undefined {
  const runs = path.dirname(path.resolve(folder));
  const workspace = path.resolve(runs, path.relative(RUNS_FOLDER, '.'));
  return path.resolve(workspace, RUNS_FOLDER) === runs ? workspace : undefined;
}
