/** experiment.json: what a run is, complete and exact. */
import { type Experiment, ExperimentError } from '../engine/experimentSchema';
import { readStoredExperiment } from '../engine/storedExperiment';
import { exists, MOST, readRunFile } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { writeWhole } from './writeWhole';

/** @param ready as for `writeWhole` @throws StorageError */
export async function writeExperiment(folder: string, experiment: Experiment, ready?: () => Promise<unknown>): Promise<void> {
  await writeWhole(runFiles(folder).experiment, `${JSON.stringify(experiment, undefined, 2)}\n`, ready);
}

/** @throws RunFolderError, StorageError */
export async function readExperiment(folder: string): Promise<Experiment> {
  const file = runFiles(folder).experiment;
  if (!(await exists(file))) throw new RunFolderError(`There is no run in ${folder}: it has no experiment.json.`);
  const text = (await readRunFile(file, MOST.experiment)).toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RunFolderError(`${file} is not JSON any more: it was changed or cut off. Restore it, or delete the run.`);
  }
  try {
    return readStoredExperiment(json);
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    throw new RunFolderError(`${file}: ${error.message}`);
  }
}
