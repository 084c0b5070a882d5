/** Reads a file that the user named. Where it is not there, it may never have been. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { StorageError, storageError, systemErrorCode } from './storageError';

/** @throws StorageError */
export async function readNamed(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw systemErrorCode(error) === 'ENOENT' ? noSuchFile(file) : storageError('read', file, error);
  }
}

export function noSuchFile(file: string): StorageError {
  const { dir, base } = path.parse(path.resolve(file));
  return new StorageError(`There is no file ${base} ${dir === process.cwd() ? 'here' : `in ${dir}`}.`, file, 'ENOENT');
}
