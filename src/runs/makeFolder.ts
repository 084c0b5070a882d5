/**
 * Creates a folder and those above it, one at a time. (Node's own `recursive` never returns where a folder is there but
 * takes no folders, as /proc.)
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { onDisk, StorageError, storageError, systemErrorCode } from '../sources/storageError';

/** @throws StorageError */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  let above = path.resolve(folder);
  while (above !== path.dirname(above) && !(await isThere(above))) {
    missing.unshift(above);
    above = path.dirname(above);
  }
  for (const each of missing) await makeOne(each);
}

/** Another process may make it at the same moment. */
async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST' && (await isThere(folder))) return;
    if (code !== 'ENOENT') throw storageError('written', folder, error);
    throw new StorageError(`${folder} could not be written: no folder can be made there. Choose another folder for runs.`, folder, code);
  }
}

async function isThere(folder: string): Promise<boolean> {
  const status = await onDisk('written', folder, () => stat(folder).catch(ifMissing));
  return status !== undefined;
}

function ifMissing(error: unknown): undefined {
  if (!['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) throw error;
}
