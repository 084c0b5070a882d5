/** Files of weights that are looked into: the headers of the last few are kept, and their numbers read where they lie. */
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { type Bytes, openWeights, type WeightsFile } from '../engine/inspect/weights/weightsFile';
import { type ReadCheckpoint, readCheckpointFacts } from '../engine/inspect/weights/weightsSummary';
import { noSuchFile } from '../sources/readNamed';
import { readFully, withRegular } from '../sources/regularFile';
import { StorageError } from '../sources/storageError';
import { exists } from './runFile';
import { runFiles } from './runFolder';

/** What was known of the file is no longer so: it is to be opened anew. */
export class WeightsChangedError extends Error {
  override readonly name = 'WeightsChangedError';
  constructor(file: string) {
    super(`${path.basename(file)} has changed since it was opened.`);
  }
}

export interface OpenWeights extends ReadCheckpoint {
  /** Of the file as it is: another one when it has changed. */
  readonly version: string;
  readonly bytes: Bytes;
  readonly file: WeightsFile;
}

const MOST_KEPT = 4;

type Kept = Pick<OpenWeights, 'version' | 'file' | 'checkpoint' | 'problem'>;

export class WeightsShelf {
  /** By their paths, least recently used first. */
  readonly #kept = new Map<string, Kept>();

  /**
   * Runs an action on the file as it is now, which stays open meanwhile.
   * @param version that it must still have @throws StorageError, CheckpointError, WeightsChangedError, and what the action throws
   */
  async use<Result>(file: string, action: (open: OpenWeights) => Promise<Result>, version?: string): Promise<Result> {
    const whole = path.resolve(file);
    return await withWeights(whole, async (handle, size) => {
      const { mtimeMs, ino } = await handle.stat();
      const now = `${mtimeMs} ${size} ${ino}`;
      if (version !== undefined && version !== now) throw new WeightsChangedError(whole);
      const bytes: Bytes = { size, read: (start, end) => readFully(handle, whole, start, end - start) };
      const kept = this.#kept.get(whole);
      const known = kept?.version === now ? kept : await readHeader(bytes, whole, now);
      this.#kept.delete(whole);
      this.#kept.set(whole, known);
      for (const [oldest] of this.#kept) if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
      return await action({ ...known, bytes });
    });
  }
}

async function readHeader(bytes: Bytes, name: string, version: string): Promise<Kept> {
  const file = await openWeights(bytes, path.basename(name));
  return { version, file, ...readCheckpointFacts(file) };
}

/** However large: no more of it is read than is asked for. In a run's folder there are no links. */
async function withWeights<Result>(file: string, action: (handle: FileHandle, size: number) => Promise<Result>): Promise<Result> {
  const links = (await exists(runFiles(path.dirname(file)).experiment)) ? 'refused' : 'followed';
  try {
    return await withRegular(file, constants.O_RDONLY, { links, most: Number.POSITIVE_INFINITY }, action);
  } catch (error) {
    throw error instanceof StorageError && error.code === 'ENOENT' ? noSuchFile(file) : error;
  }
}
