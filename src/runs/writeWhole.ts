/**
 * Writes a file whole or not at all: beside it, flushed to the disk, then renamed over it.
 * (write-file-atomic writes with a single system call and does not look how much of it was written: on a disk that is
 * nearly full it puts a truncated file in the place of a good one.)
 */
import { constants } from 'node:fs';
import { copyFile, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { onDisk } from '../sources/storageError';
import { cleanUp } from './cleanUp';

const PARTIAL = /^\..+\.\d+-\d+\.partial$/;

let written = 0;
/** What this process is about to write, in all folders. */
const writing = new Set<string>();

/**
 * @param ready asked when only the name is left to be given: what it throws ends the writing
 * @throws StorageError, and then the file that was there before is still there
 */
export async function writeWhole(file: string, content: Uint8Array | string, ready?: () => Promise<unknown>): Promise<void> {
  await replacing(file, async (beside) => {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await ready?.();
  });
}

/** Of a file in its own place too: whoever has it open has the old one then. @throws StorageError */
export async function copyWhole(from: string, to: string): Promise<void> {
  await replacing(to, (beside) => copyFile(from, beside, constants.COPYFILE_EXCL));
}

async function replacing(file: string, make: (beside: string) => Promise<void>): Promise<void> {
  const beside = path.resolve(path.dirname(file), `.${path.basename(file)}.${process.pid}-${written++}.partial`);
  writing.add(beside);
  try {
    await onDisk('written', file, async () => {
      try {
        await make(beside);
        await rename(beside, file);
      } catch (error) {
        await cleanUp(beside, () => rm(beside, { force: true }));
        throw error;
      }
    });
  } finally {
    writing.delete(beside);
  }
}

/** Removes what others left half written, who crashed or are asleep: for the only process that writes there. */
export async function sweepPartial(folder: string): Promise<void> {
  await cleanUp(`A partial file in ${folder}`, async () => {
    for (const name of await readdir(folder)) {
      const file = path.resolve(folder, name);
      if (PARTIAL.test(name) && !writing.has(file)) await rm(file, { force: true });
    }
  });
}
