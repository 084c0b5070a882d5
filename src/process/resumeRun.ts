/** A run goes on from its last checkpoint, as if it had never stopped. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCheckpoint } from '../engine/checkpoint/checkpoint';
import { type Experiment, ExperimentError, type ExperimentOptions, parseExperiment } from '../engine/experimentSchema';
import type { RunSummary } from '../protocol/engineProtocol';
import { namingFile } from './namingFile';
import { readEvents } from './readEvents';
import { readTexts } from './readTexts';
import { type Follower, recordTraining } from './recordTraining';
import { exists, locateTrainingFiles, RunFolderError, readExperiment, runFiles, writeExperiment } from './runFolder';
import { readSummary } from './runHistory';
import { onDisk } from './storageError';
import { refuseTrainingElsewhere } from './trainingLock';
import { ENDS, saysWhenToStop } from './trainRun';

/** What may differ from what the run was begun with. */
const CHANGEABLE: readonly string[] = [
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
] satisfies (keyof Experiment)[];

/**
 * A run that reached its end, and is given no other, goes on for as long again.
 * @throws as `trainRun`, and CheckpointError
 */
export async function resumeRun(folder: string, changes: ExperimentOptions, follower: Follower): Promise<RunSummary> {
  const files = runFiles(folder);
  const before = await readExperiment(folder);
  await refuseTrainingElsewhere(folder);
  const experiment = await changed(folder, before, changes);
  if (!(await exists(files.last))) {
    throw new RunFolderError(`${path.basename(folder)} ended before its first checkpoint, so there is nothing to resume. Train anew.`);
  }
  const resume = await onDisk('read', files.last, () => readFile(files.last));
  await namingFile(files.last, async () => readCheckpoint(resume));
  const { text, notes } = await readTexts((await exists(files.text)) ? [files.text] : locateTrainingFiles(folder, before.files));
  const noted = { text, notes: [...notes, ...(await changesOfText(files.metrics, text))] };
  await writeExperiment(folder, experiment);
  return await recordTraining(folder, experiment, noted, follower, {
    from: { resume },
    onNotStarted: () => writeExperiment(folder, before),
  });
}

/** A new end replaces all of the old one. @throws ExperimentError */
async function changed(folder: string, before: Experiment, changes: ExperimentOptions): Promise<Experiment> {
  const fixed = Object.entries(changes).filter(
    ([name, value]) => !CHANGEABLE.includes(name) && value !== undefined && value !== before[name as keyof Experiment],
  );
  if (fixed.length > 0) {
    throw new ExperimentError(`A run that is resumed keeps its ${fixed.map(([name]) => name).join(', ')}. Start a new run for another.`);
  }
  const { updates, epochs, minutes, ...rest } = before;
  if (saysWhenToStop(changes)) return parseExperiment({ ...rest, ...changes });
  const times = (await readSummary(folder)).state === 'done' ? 2 : 1;
  const end = { updates: updates && updates * times, epochs: epochs && epochs * times, minutes: minutes && minutes * times };
  return parseExperiment({ ...rest, ...end, ...changes });
}

/** Going on with another text than the one that the run was begun with may be meant, but should be known. */
async function changesOfText(metrics: string, text: string): Promise<string[]> {
  const started = (await readEvents(metrics)).find((event) => event.kind === 'started');
  if (started === undefined) return [];
  const before = started.trainCharacters + started.validationCharacters;
  let now = 0;
  for (const _ of text) now++;
  if (now === before) return [];
  return [`The text has changed since this run began, from ${before} characters to ${now}. Training goes on with it as it is now.`];
}
