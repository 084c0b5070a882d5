/** Trains in a run's folder, from nothing or from its last checkpoint. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCheckpoint } from '../engine/checkpoint/checkpoint';
import { type Experiment, ExperimentError, type ExperimentOptions, parseExperiment } from '../engine/experimentSchema';
import type { RunSummary, TrainRequest } from '../protocol/engineProtocol';
import { namingFile } from './namingFile';
import { readEvents } from './readEvents';
import { readTexts, type TrainingText } from './readTexts';
import { type Follower, recordTraining } from './recordTraining';
import { resolveCell } from './resolveCell';
import {
  createRun,
  discardRun,
  exists,
  locateTrainingFiles,
  nameTrainingFiles,
  RunFolderError,
  readExperiment,
  runFiles,
  writeExperiment,
} from './runFolder';
import { readSummary } from './runHistory';
import { onDisk } from './storageError';
import { refuseTrainingElsewhere } from './trainingLock';

/** Where nobody says when to stop: a word is learned in a moment, a book is worth a few minutes. */
const DEFAULT_END = { minutes: 3, epochs: 300 };
const ENDS = ['updates', 'epochs', 'minutes'] as const;

/** A new run. @throws TextFileError, DataError, ExperimentError, CellSyntaxError, BackendUnavailableError, StorageError, RunFolderError… */
export async function trainRun(request: TrainRequest, follower: Follower, init?: Uint8Array): Promise<RunSummary> {
  const text: TrainingText = request.text === undefined ? await readTexts(request.files) : { text: request.text, notes: [] };
  const options = await resolveCell(request.options);
  const files = request.files.length > 0 ? nameTrainingFiles(request.folder, request.files) : options.files;
  const unending = !saysWhenToStop(options);
  const experiment = parseExperiment({ ...(unending && DEFAULT_END), ...options, files });
  await createRun(request.folder, experiment, request.text);
  const noted = {
    ...text,
    notes: [
      ...text.notes,
      ...(unending ? [`Ends after ${DEFAULT_END.minutes} minutes or ${DEFAULT_END.epochs} times through the text.`] : []),
    ],
  };
  return await recordTraining(request.folder, experiment, noted, follower, {
    from: { init },
    onNotStarted: () => discardRun(request.folder),
  });
}

/** Going on with another text than the one a run was begun with may be meant, but should be known. */
async function changesOfText(metrics: string, text: string): Promise<string[]> {
  const started = (await readEvents(metrics)).find((event) => event.kind === 'started');
  if (started === undefined) return [];
  const before = started.trainCharacters + started.validationCharacters;
  let now = 0;
  for (const _ of text) now++;
  return now === before
    ? []
    : [`The text has changed since this run began, from ${before} characters to ${now}. Training goes on with it as it is now.`];
}

/** What may differ from what the run was begun with; a new end replaces all of the old one. */
const CHANGEABLE = new Set<string>([
  ...ENDS,
  'patience',
  'learningRate',
  'momentum',
  'schedule',
  'clip',
  'dropout',
  'device',
  'checkpointEvery',
  'validateEvery',
]);

/**
 * Goes on from the last checkpoint. A run that reached its end, and is given no other, goes on for as long again.
 * @throws as `trainRun`, and CheckpointError
 */
export async function resumeRun(folder: string, changes: ExperimentOptions, follower: Follower): Promise<RunSummary> {
  const before = await readExperiment(folder);
  await refuseTrainingElsewhere(folder);
  const again = (await readSummary(folder)).state === 'done' && !saysWhenToStop(changes);
  const experiment = changed(before, again ? { ...changes, ...asLongAgain(before) } : changes);
  const files = runFiles(folder);
  if (!(await exists(files.last))) {
    throw new RunFolderError(`${path.basename(folder)} ended before its first checkpoint, so there is nothing to resume. Train anew.`);
  }
  const resume = await onDisk('read', files.last, () => readFile(files.last));
  await namingFile(files.last, async () => readCheckpoint(resume));
  const text = (await exists(files.text)) ? await readTexts([files.text]) : await readTexts(locateTrainingFiles(folder, before.files));
  const noted = { ...text, notes: [...text.notes, ...(await changesOfText(files.metrics, text.text))] };
  await writeExperiment(folder, experiment);
  return await recordTraining(folder, experiment, noted, follower, {
    from: { resume },
    onNotStarted: () => writeExperiment(folder, before),
  });
}

function changed(before: Experiment, changes: ExperimentOptions): Experiment {
  const fixed = Object.entries(changes).filter(
    ([name, value]) => !CHANGEABLE.has(name) && value !== undefined && value !== before[name as keyof Experiment],
  );
  if (fixed.length > 0) {
    throw new ExperimentError(`A run that is resumed keeps its ${fixed.map(([name]) => name).join(', ')}. Start a new run for another.`);
  }
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !(saysWhenToStop(changes) && isEnd(name))));
  return parseExperiment({ ...kept, ...changes });
}

function asLongAgain({ updates, epochs, minutes }: Experiment): ExperimentOptions {
  return { updates: updates && updates * 2, epochs: epochs && epochs * 2, minutes: minutes && minutes * 2 };
}

const isEnd = (name: string) => ENDS.some((end) => end === name);
const saysWhenToStop = (options: ExperimentOptions) => ENDS.some((end) => options[end] !== undefined);
