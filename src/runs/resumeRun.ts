/** A run goes on from its last checkpoint, as if it had never stopped. */

import path from 'node:path';
import { type Checkpoint, readCheckpoint } from '../engine/checkpoint/checkpoint';
import type { Material } from '../engine/data/material';
import { symbolsOf } from '../engine/data/symbols';
import { Vocabulary } from '../engine/data/vocabulary';
import { type Experiment, ExperimentError, type ExperimentOptions } from '../engine/experimentSchema';
import { parseExperiment } from '../engine/parseExperiment';
import { openDataset } from '../engine/tasks/openDataset';
import { taskOf } from '../engine/tasks/tasks';
import { StoppingRule } from '../engine/train/schedule';
import type { ResumeOptions, RunSummary } from '../protocol/engineProtocol';
import { reachedEnd } from '../protocol/runState';
import { namingFile } from '../sources/namingFile';
import { readMaterial } from '../sources/readMaterial';
import { nameOf } from './aboutFile';
import { readExperiment } from './experimentFile';
import { requireSameMaterial } from './materialChanges';
import { type Follower, recordTraining } from './recordTraining';
import { exists, MOST, readRunFile } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { readSummary } from './runSummary';
import { learnedFrom, movedTo, nameTrainingFiles, requireThere } from './trainingFiles';
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
  'inputDropout',
  'sideHeads',
  'device',
  'checkpointEvery',
  'keepCheckpoints',
  'validateEvery',
] satisfies (keyof Experiment)[];

const NO_SIDE_HEADS =
  'This gap filler has no heads of each direction alone, by which fillings are compared. Resumed with --side-heads, or with Continue Training on…, it gets them, drawn afresh; else it goes on exactly as before.';

/** @throws as `trainRun`, and CheckpointError, OutsideFileError, MovedTextError, ChangedTextError */
export async function resumeRun(
  folder: string,
  changes: ExperimentOptions,
  follower: Follower,
  { further = false, readable = [], moved, threads }: ResumeOptions = {},
): Promise<RunSummary> {
  const files = runFiles(folder);
  const before = await readExperiment(folder);
  await refuseTrainingElsewhere(folder);
  const summary = await readSummary(folder);
  const finished = reachedEnd(summary.status);
  const experiment = { ...changed(before, changes, finished), ...(moved && { files: nameTrainingFiles(folder, moved) }) };
  if (finished && !further && !saysWhenToStop(changes)) {
    throw new ExperimentError(
      `This run has reached its end, after ${summary.update.toLocaleString('en')} updates. Train it further, for as long again (--further), or give it a later end.`,
    );
  }
  if (!(await exists(files.last))) {
    throw new RunFolderError(`${await nameOf(folder)} ended before its first checkpoint, so there is nothing to resume. Train anew.`);
  }
  const resume = await readRunFile(files.last, MOST.checkpoint);
  const checkpoint = await namingFile(files.last, async () => readCheckpoint(resume));
  const named = moved ? await movedTo(folder, before, moved) : await learnedFrom(folder, before, readable);
  await requireThere(folder, named);
  const { material, notes } = await readMaterial(before, named, { stop: follower.stop });
  const lacking = taskOf(experiment).uses.includes('sideHeads') && !experiment.sideHeads ? [NO_SIDE_HEADS] : [];
  const noted = {
    material,
    notes: [
      ...notes,
      ...lacking,
      ...(await requireSameMaterial(
        { metrics: files.metrics, files: named.map((file) => path.basename(file)) },
        material,
        new Vocabulary(checkpoint.vocabulary, experiment.units),
      )),
    ],
  };
  if (saysWhenToStop(changes)) refuseEndInThePast(experiment, checkpoint, material);
  return await recordTraining(folder, experiment, noted, follower, {
    from: { resume, patienceAnew: finished },
    threads,
  });
}

/** A new end replaces all of the old one. @throws ExperimentError */
function changed(before: Experiment, changes: ExperimentOptions, finished: boolean): Experiment {
  const fixed = Object.entries(changes).filter(
    ([name, value]) => !CHANGEABLE.includes(name) && value !== undefined && value !== before[name as keyof Experiment],
  );
  if (fixed.length > 0) {
    throw new ExperimentError(`A run that is resumed keeps its ${fixed.map(([name]) => name).join(', ')}. Start a new run for another.`);
  }
  const { updates, epochs, minutes, ...rest } = before;
  const said = parseChanges(before, changes);
  if (saysWhenToStop(changes)) return { ...rest, ...said };
  const times = finished ? 2 : 1;
  const end = { updates: updates && updates * times, epochs: epochs && epochs * times, minutes: minutes && minutes * times };
  return { ...rest, ...end, ...said };
}

/** Only what is said now is held against today's rules; what was stored stands. @throws ExperimentError */
function parseChanges({ task, rule }: Experiment, changes: ExperimentOptions): Partial<Experiment> {
  const names = Object.entries(changes).flatMap(([name, value]) => (value === undefined || !CHANGEABLE.includes(name) ? [] : [name]));
  const parsed = parseExperiment(
    { task, rule, ...Object.fromEntries(names.map((name) => [name, changes[name as keyof ExperimentOptions]])) },
    names,
  );
  return Object.fromEntries(names.map((name) => [name, parsed[name as keyof Experiment]]));
}

/** Else the run would be told that it ended a long time ago. @throws ExperimentError, DataError */
function refuseEndInThePast(experiment: Experiment, checkpoint: Checkpoint, material: Material): void {
  const { update, progress } = checkpoint;
  const { epochs, minutes = Number.POSITIVE_INFINITY } = experiment;
  const updatesPerEpoch =
    epochs === undefined ? 1 : openDataset(experiment, material, symbolsOf(checkpoint, checkpoint.experiment.units)).train.perEpoch;
  const reached = new StoppingRule(experiment, updatesPerEpoch).reached({ update, validationsSinceBest: 0 });
  if (reached === undefined && progress.elapsed < minutes * 60) return;
  const also =
    reached === undefined
      ? `, after ${Math.floor(progress.elapsed / 6) / 10} minutes`
      : reached === 'epochs'
        ? `, ${Math.floor((10 * update) / updatesPerEpoch) / 10} times through the text`
        : '';
  throw new ExperimentError(`This run is already at update ${update.toLocaleString('en')}${also}: give a later end.`);
}
