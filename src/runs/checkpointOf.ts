/** Which of a run's checkpoints answers: the best on what was held out, which an over-trained model has left behind; else the last. */
import path from 'node:path';
import { noSuchFile } from '../sources/readNamed';
import { exists } from './runFile';
import { RunFolderError, runFiles } from './runFolder';

export const CHECKPOINTS = ['best', 'last'] as const;
export type CheckpointName = (typeof CHECKPOINTS)[number];

/**
 * The file. To go on with training is another matter: that is always from the last.
 * @param run a run's folder, or a checkpoint file. @throws RunFolderError, StorageError
 */
export async function checkpointOf(run: string, which?: CheckpointName): Promise<string> {
  if (run.endsWith('.safetensors')) {
    if (which !== undefined) throw new RunFolderError(`${run} is a checkpoint already: give the run's folder to have its ${which} one.`);
    if (await exists(run)) return path.resolve(run);
    throw noSuchFile(run);
  }
  const files = runFiles(path.resolve(run));
  const name = which ?? (await answeringCheckpoint(run));
  if (name !== undefined && (await exists(files[name]))) return files[name];
  if (!(await exists(files.experiment)) && !(await exists(files.last)))
    throw new RunFolderError(`There is no run in ${run}: it has no experiment.json and no checkpoint.`);
  if (await exists(files.last))
    throw new RunFolderError(
      `${path.basename(run)} has no best checkpoint: nothing was held out of its training, or it was not validated yet. Take the last.`,
    );
  throw new RunFolderError(`${path.basename(run)} has no checkpoint yet. Wait for the first one, or stop the training: it writes one.`);
}

/** Undefined where there is none yet. @throws StorageError */
export async function answeringCheckpoint(run: string): Promise<CheckpointName | undefined> {
  const files = runFiles(path.resolve(run));
  for (const name of CHECKPOINTS) if (await exists(files[name])) return name;
  return undefined;
}
