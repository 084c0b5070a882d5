/** The files in a run's folder, as they are read and appended to: regular files of the folder's own, of a bounded size. */
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat } from 'node:fs/promises';
import { readRegular, withRegular } from '../sources/regularFile';
import { onDisk, storageError, systemErrorCode } from '../sources/storageError';

const MB = 1024 * 1024;

/** In bytes, far above what Unroll writes. */
export const MOST = {
  experiment: 4 * MB,
  lock: 1024,
  about: 64 * 1024,
  sweep: 64 * 1024,
  summary: MB,
  baseline: MB,
  curve: 64 * MB,
  /** Of a log, read at once: some five million updates. What is folded already is not read. */
  log: 1024 * MB,
  /** Of a log, which has to be held whole: a vocabulary of all there are in Unicode. */
  line: 16 * MB,
  checkpoint: 2048 * MB - 1,
} as const;

/** @throws StorageError */
export function readRunFile(file: string, most: number): Promise<Buffer> {
  return readRegular(file, { links: 'refused', most });
}

/** @throws StorageError */
export function openRunFile<Result>(
  file: string,
  most: number,
  action: (handle: FileHandle, size: number) => Promise<Result>,
): Promise<Result> {
  return withRegular(file, constants.O_RDONLY, { links: 'refused', most }, action);
}

/** @param ready asked when the file is open @throws StorageError */
export async function appendToRunFile(file: string, text: string, ready?: () => Promise<unknown>): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
  await withRegular(file, flags, { links: 'refused', most: Number.POSITIVE_INFINITY }, async (handle) => {
    await ready?.();
    await handle.appendFile(text);
  });
}

/** Whether there is anything of that name; what it is will be seen when it is opened. @throws StorageError */
export async function exists(file: string): Promise<boolean> {
  return (await statusOf(file)) !== undefined;
}

/** Of the name itself, where it is a link. @throws StorageError */
export async function statusOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return undefined;
    throw storageError('read', file, error);
  }
}

/** Cuts a log off, where it is longer. @param ready asked when it is open @throws StorageError */
export async function truncateRunFile(file: string, length: number, ready?: () => Promise<unknown>): Promise<void> {
  await withRegular(file, constants.O_RDWR, { links: 'refused', most: Number.POSITIVE_INFINITY }, async (handle, size) => {
    if (size <= length) return;
    await ready?.();
    await onDisk('written', file, () => handle.truncate(length));
  });
}
