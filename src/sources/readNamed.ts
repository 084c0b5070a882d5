/** Reads a file that the user named. Where it is not there, it may never have been. */
import path from 'node:path';
import { readRegular } from './regularFile';
import { StorageError } from './storageError';

/** @param most in bytes @throws StorageError */
export async function readNamed(file: string, most: number): Promise<Buffer> {
  try {
    return await readRegular(file, { links: 'followed', most });
  } catch (error) {
    throw error instanceof StorageError && error.code === 'ENOENT' ? noSuchFile(file) : error;
  }
}

export function noSuchFile(file: string): StorageError {
  const { dir, base } = path.parse(path.resolve(file));
  return new StorageError(`There is no file ${base} ${dir === process.cwd() ? 'here' : `in ${dir}`}.`, file, 'ENOENT');
}
