/** A new run: from texts and options to a folder with a trained model in it. */
import { charactersOf } from '../engine/data/material';
import type { ExperimentOptions } from '../engine/experimentSchema';
import { fittingNotes } from '../engine/fitting';
import { parseExperiment } from '../engine/parseExperiment';
import type { RunSummary, TrainRequest } from '../protocol/engineProtocol';
import { materialOf, readMaterial } from '../sources/readMaterial';
import { UNTITLED } from '../sources/readTexts';
import { resolveCell } from '../sources/resolveCell';
import { createRun, discardRun } from './createRun';
import { type Follower, recordTraining } from './recordTraining';
import { nameTrainingFiles } from './trainingFiles';

export const ENDS = ['updates', 'epochs', 'minutes'] as const;
/** @throws TextFileError, DataError, ExperimentError, CellSyntaxError, CheckpointError, BackendUnavailableError, StorageError, RunFolderError… */
export async function trainRun({ folder, files, text, options }: TrainRequest, follower: Follower, init?: Uint8Array): Promise<RunSummary> {
  const said = { ...(await resolveCell(options)), files: files.length > 0 ? nameTrainingFiles(folder, files) : options.files };
  const { inputColumn, targetColumn, header } = options;
  const reading = { ...parseExperiment(said), inputColumn, targetColumn, header };
  const learned =
    text === undefined
      ? await readMaterial(reading, files, { stop: follower.stop })
      : materialOf(reading, [{ file: files[0] ?? UNTITLED, text }]);
  const characters = charactersOf(learned.material);
  const experiment = {
    ...parseExperiment(said, undefined, characters),
    inputColumn: learned.inputColumn,
    targetColumn: learned.targetColumn,
    header: learned.header,
  };
  const notes = [...learned.notes, ...fittingNotes(options, experiment, characters)];
  await createRun(folder, experiment, text);
  return await recordTraining(folder, experiment, { ...learned, notes }, follower, {
    from: { init },
    onNotStarted: () => discardRun(folder),
  });
}

export function saysWhenToStop(options: ExperimentOptions): boolean {
  return ENDS.some((end) => options[end] !== undefined);
}
