/** One stretch of training: opens the device, follows the engine's events, keeps them on disk and tells them. */

import { openForTraining, type TrainingDevices } from '../backends/open';
import { openDevice, seconds } from '../backends/platform/node/nodePlatform';
import type { Material } from '../engine/data/material';
import { type StartingPoint, train } from '../engine/experiment';
import type { Experiment } from '../engine/experimentSchema';
import type { Started } from '../engine/trainingEvent';
import type { MetricEvent, RunSummary } from '../protocol/engineProtocol';
import { StorageError } from '../sources/storageError';
import { cleanUp } from './cleanUp';
import { writeExperiment } from './experimentFile';
import { hashMaterial } from './materialChanges';
import { readSummary } from './runHistory';
import { RunRecorder } from './runRecorder';
import { holdingTrainingLock, LockLostError } from './trainingLock';

/** Who wants to know, and may end it. */
export interface Follower {
  /** Training ends with a checkpoint after the current launch when this is aborted. */
  readonly stop: AbortSignal;
  /** Each event after it was recorded. */
  tell(event: MetricEvent): void;
  /** Told what keeps the events, before the first. */
  recording?(recorder: RunRecorder): void;
}

/** What is learned from, and what there is to say about it. */
export interface Learned {
  readonly material: Material;
  /** Whole sentences. */
  readonly notes: readonly string[];
}

export interface Beginning {
  readonly from: StartingPoint;
  /** Takes back what was prepared on disk, where training fails before it starts. */
  onNotStarted?(): Promise<void>;
}

/** @throws what the engine throws; StorageError; RunFolderError where another process trains in this folder */
export async function recordTraining(
  folder: string,
  experiment: Experiment,
  learned: Learned,
  follower: Follower,
  beginning: Beginning,
): Promise<RunSummary> {
  const { started, failure } = await holdingTrainingLock(folder, async (lock) => {
    const recorder = new RunRecorder(folder, lock);
    follower.recording?.(recorder);
    const ending = await follow(folder, recorder, experiment, learned, follower, beginning.from);
    if (ending.started && ending.failure !== undefined) await note(ending.failure, recorder);
    return ending;
  });
  if (failure === undefined) return await readSummary(folder);
  if (!started) await cleanUp(folder, async () => beginning.onNotStarted?.());
  throw failure;
}

/** On disk too, if the disk lets us, and the run is still ours: that may be what failed. */
async function note(failure: unknown, recorder: RunRecorder): Promise<void> {
  try {
    await recorder.recordFailure(failure instanceof Error ? failure.message : String(failure));
  } catch (error) {
    if (!(error instanceof StorageError || error instanceof LockLostError)) throw error;
  }
}

interface Ending {
  readonly started: boolean;
  readonly failure?: unknown;
}

async function follow(
  folder: string,
  recorder: RunRecorder,
  experiment: Experiment,
  { material, notes }: Learned,
  follower: Follower,
  from: StartingPoint,
): Promise<Ending> {
  const diskFailed = new AbortController();
  const stop = AbortSignal.any([follower.stop, diskFailed.signal]);
  let started = false;
  let failure: unknown;
  let devices: TrainingDevices | undefined;
  try {
    devices = await openForTraining(openDevice, experiment, material, seconds);
    for await (const said of train(experiment, material, { ...devices, seconds, stop }, from)) {
      const event = said.kind === 'started' ? { ...said, textHash: hashMaterial(material), notes: [...notes, ...said.notes] } : said;
      started = true;
      // Once the disk has failed, training ends; its last checkpoint is still worth a try.
      if (failure !== undefined && event.kind !== 'checkpoint') continue;
      try {
        if (event.kind === 'started') await writeExperiment(folder, withEnd(experiment, event));
        await recorder.record(event);
      } catch (error) {
        failure = error;
        diskFailed.abort();
      }
      if (event.kind !== 'checkpoint' && failure === undefined) follower.tell(event);
    }
  } catch (error) {
    failure = error;
  } finally {
    devices?.backend.dispose();
    devices?.inference.dispose();
  }
  return { started, failure };
}

/** A time for training has become a number of updates: with it, the experiment is what will have been done. */
function withEnd(experiment: Experiment, { updates }: Started): Experiment {
  const { minutes, epochs, ...rest } = experiment;
  return minutes === undefined || updates === undefined ? experiment : { ...rest, updates };
}
