/** A new run: from texts and options to a folder with a trained model in it. */
import type { ExperimentOptions } from '../engine/experimentSchema';
import { parseExperiment } from '../engine/parseExperiment';
import type { RunSummary, TrainRequest } from '../protocol/engineProtocol';
import { materialOf, readMaterial } from '../sources/readMaterial';
import { UNTITLED } from '../sources/readTexts';
import { resolveCell } from '../sources/resolveCell';
import { createRun, discardRun } from './createRun';
import { type Follower, recordTraining } from './recordTraining';
import { nameTrainingFiles } from './trainingFiles';

export const ENDS = ['updates', 'epochs', 'minutes'] as const;
/** Where nobody says when to stop: a word is learned in a moment, a book is worth a few minutes. */
const DEFAULT_END = { minutes: 3, epochs: 300 };

/** @throws TextFileError, DataError, ExperimentError, CellSyntaxError, CheckpointError, BackendUnavailableError, StorageError, RunFolderError… */
export async function trainRun({ folder, files, text, options }: TrainRequest, follower: Follower, init?: Uint8Array): Promise<RunSummary> {
  const resolved = await resolveCell(options);
  const ending = saysWhenToStop(options);
  const said = parseExperiment({
    ...(ending ? {} : DEFAULT_END),
    ...resolved,
    files: files.length > 0 ? nameTrainingFiles(folder, files) : options.files,
  });
  const reading = { ...said, header: options.header };
  const learned = text === undefined ? await readMaterial(reading, files) : materialOf(reading, [{ file: files[0] ?? UNTITLED, text }]);
  const experiment = { ...said, header: learned.header };
  const note = ending ? [] : [`Ends after ${DEFAULT_END.minutes} minutes or ${DEFAULT_END.epochs} times through the text.`];
  await createRun(folder, experiment, text);
  return await recordTraining(folder, experiment, { ...learned, notes: [...learned.notes, ...note] }, follower, {
    from: { init },
    onNotStarted: () => discardRun(folder),
  });
}

export function saysWhenToStop(options: ExperimentOptions): boolean {
  return ENDS.some((end) => options[end] !== undefined);
}
