/** The bytes of a checkpoint, wherever it lies. */
import path from 'node:path';
import { readNamed } from '../sources/readNamed';
import { exists, MOST, readRunFile } from './runFile';
import { runFiles } from './runFolder';

/** A file that the user named may be a link; in a run's folder there is none. @throws StorageError */
export async function readCheckpointFile(file: string): Promise<Buffer> {
  const inRun = await exists(runFiles(path.dirname(file)).experiment);
  return inRun ? await readRunFile(file, MOST.checkpoint) : await readNamed(file, MOST.checkpoint);
}
