/**
 * Writes a file whole or not at all: beside it, flushed to the disk, then renamed over it.
 * (write-file-atomic writes with a single system call and does not look how much of it was written: on a disk that is
 * nearly full it puts a truncated file in the place of a good one.)
 */
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { onDisk } from '../sources/storageError';
import { cleanUp } from './cleanUp';

const PARTIAL = /^\..+\.\d+-\d+\.partial$/;

let written = 0;

/** @throws StorageError, and then the file that was there before is still there */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}-${written++}.partial`);
  await onDisk('written', file, async () => {
    const handle = await open(beside, 'wx');
    try {
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, file);
    } catch (error) {
      await cleanUp(beside, () => rm(beside, { force: true }));
      throw error;
    }
  });
}

/** Removes what a crash left of files that were being written: for the only process that writes there. */
export async function sweepPartial(folder: string): Promise<void> {
  await cleanUp(`A partial file in ${folder}`, async () => {
    for (const name of await readdir(folder)) if (PARTIAL.test(name)) await rm(path.join(folder, name), { force: true });
  });
}
