/** Which of a run's checkpoints answers: the best on what was held out, which an over-trained model has left behind; else the last. */
import path from 'node:path';
import { CHECKPOINTS, type CheckpointName, type NamedCheckpoint } from '../protocol/engineProtocol';
import { noSuchFile } from '../sources/readNamed';
import { nameOf } from './aboutFile';
import { keptFile, keptIn } from './keptCheckpoints';
import { exists } from './runFile';
import { isCheckpointFile, RunFolderError, runFiles } from './runFolder';

/**
 * The file. To go on with training is another matter: that is always from the last.
 * @param run a run's folder, or a checkpoint file. @throws RunFolderError, StorageError
 */
export async function checkpointOf(run: string, which?: CheckpointName): Promise<string> {
  if (isCheckpointFile(run)) {
    if (which !== undefined) throw new RunFolderError(`${run} is a checkpoint already: give the run's folder to have another one of it.`);
    if (await exists(run)) return path.resolve(run);
    throw noSuchFile(run);
  }
  const files = runFiles(path.resolve(run));
  if (typeof which === 'number') return await keptOf(run, which);
  const name = which ?? (await answeringCheckpoint(run));
  if (name !== undefined && (await exists(files[name]))) return files[name];
  if (!(await exists(files.experiment)) && !(await exists(files.last)))
    throw new RunFolderError(`There is no run in ${run}: it has no experiment.json and no checkpoint.`);
  if (await exists(files.last))
    throw new RunFolderError(
      `${await nameOf(run)} has no best checkpoint: nothing was held out of its training, or it was not validated yet. Take the last.`,
    );
  throw new RunFolderError(`${await nameOf(run)} has no checkpoint yet. Wait for the first one, or stop the training: it writes one.`);
}

async function keptOf(run: string, update: number): Promise<string> {
  const file = keptFile(path.resolve(run), update);
  if (await exists(file)) return file;
  const kept = (await exists(run)) ? await keptIn(run) : [];
  const has = kept.length === 0 ? 'It kept none: train with keepCheckpoints to have some.' : `It has those of ${listed(kept)}.`;
  throw new RunFolderError(`${await nameOf(run)} has no checkpoint of update ${update.toLocaleString('en')}. ${has}`);
}

function listed(updates: readonly number[]): string {
  const shown = updates.slice(0, 20).map((update) => update.toLocaleString('en'));
  return `${shown.join('; ')}${updates.length > shown.length ? ` and ${updates.length - shown.length} more` : ''}`;
}

/** Undefined where there is none yet. @throws StorageError */
export async function answeringCheckpoint(run: string): Promise<NamedCheckpoint | undefined> {
  const files = runFiles(path.resolve(run));
  for (const name of CHECKPOINTS) if (await exists(files[name])) return name;
  return undefined;
}
