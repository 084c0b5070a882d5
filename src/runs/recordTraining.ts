/** One stretch of training: opens the device, follows the engine's events, keeps them on disk and tells them. */

import { openForTraining, type TrainingDevices } from '../backends/open';
import { collectGarbage } from '../backends/platform/node/collectGarbage';
import { machineMemory, openDevice, openDeviceWith, seconds } from '../backends/platform/node/nodePlatform';
import type { Material } from '../engine/data/material';
import { type StartingPoint, train } from '../engine/experiment';
import type { Experiment } from '../engine/experimentSchema';
import type { Started } from '../engine/trainingEvent';
import type { RunSummary } from '../protocol/engineProtocol';
import { type RunEvent, type RunState, reachedEnd } from '../protocol/runState';
import { StorageError } from '../sources/storageError';
import { cleanUp } from './cleanUp';
import { writeExperiment } from './experimentFile';
import { hashMaterial } from './materialChanges';
import { RunRecorder } from './runRecorder';
import { readSummary } from './runSummary';
import { holdingTrainingLock, LockLostError } from './trainingLock';

/** Who wants to know, and may end it. */
export interface Follower {
  /** Training ends with a checkpoint after the current launch when this is aborted. */
  readonly stop: AbortSignal;
  /** Each event after it was recorded, and how the run stands with it. */
  tell(event: RunEvent, state: RunState): void;
  /** Told what keeps the events, before the first. */
  recording?(recorder: RunRecorder): void;
}

/** What is learned from, and what there is to say about it. */
export interface Learned {
  readonly material: Material;
  /** Whole sentences. */
  readonly notes: readonly string[];
  /** Where it comes from, of a run that begins. */
  readonly origin?: Pick<Started, 'initHash' | 'experimentFile'>;
}

export interface Beginning {
  readonly from: StartingPoint;
  /** That it may use; by default as many as are useful. */
  readonly threads?: number | undefined;
  /** Of a new run: makes it. Both are done as the only process in the folder. */
  create?(): Promise<void>;
  /** Takes that back, where training fails before it starts. */
  discard?(): Promise<void>;
}

/** @throws what the engine throws; StorageError; RunFolderError where another process trains in this folder */
export async function recordTraining(
  folder: string,
  experiment: Experiment,
  learned: Learned,
  follower: Follower,
  beginning: Beginning,
): Promise<RunSummary> {
  await holdingTrainingLock(folder, async (lock) => {
    await beginning.create?.();
    let started = false;
    try {
      const recorder = await RunRecorder.open(folder, lock);
      follower.recording?.(recorder);
      const ending = await follow(folder, { recorder, require: lock.require }, experiment, learned, follower, beginning);
      started = ending.started;
      if (ending.failure === undefined) return;
      if (started) await note(ending.failure, recorder);
      throw withWords(ending.failure, await recorder.rescue());
    } catch (error) {
      if (!started) await cleanUp(folder, async () => beginning.discard?.());
      throw error;
    }
  });
  return await readSummary(folder);
}

/** On disk too, if the disk lets us, and the run is still ours: that may be what failed. A run that reached its end before has. */
async function note(failure: unknown, recorder: RunRecorder): Promise<void> {
  try {
    if (reachedEnd(recorder.state.status)) await recorder.flush();
    else await recorder.recordFailure(failure instanceof Error ? failure.message : String(failure));
  } catch (error) {
    if (!(error instanceof StorageError || error instanceof LockLostError)) throw error;
  }
}

/** With where the model is, if that is not where it belongs. */
function withWords(failure: unknown, rescued: string | undefined): unknown {
  if (rescued === undefined) return failure;
  if (failure instanceof LockLostError) return new LockLostError(`${failure.message} ${rescued}`);
  return failure instanceof StorageError ? new StorageError(`${failure.message} ${rescued}`, failure.path, failure.code) : failure;
}

interface Ending {
  readonly started: boolean;
  readonly failure?: unknown;
}

async function follow(
  folder: string,
  { recorder, require }: { readonly recorder: RunRecorder; require(): Promise<void> },
  experiment: Experiment,
  { material, notes, origin }: Learned,
  follower: Follower,
  { from, threads }: Beginning,
): Promise<Ending> {
  const diskFailed = new AbortController();
  const stop = AbortSignal.any([follower.stop, diskFailed.signal]);
  let started = false;
  let failure: unknown;
  let devices: TrainingDevices | undefined;
  try {
    devices = await openForTraining(threads === undefined ? openDevice : openDeviceWith(threads), experiment, material, seconds);
    for await (const said of train(experiment, material, { ...devices, seconds, stop, collectGarbage, memory: machineMemory() }, from)) {
      started = true;
      // Once the disk has failed, training ends: what was learned till then is still worth a try.
      if (failure !== undefined && said.kind === 'done') continue;
      try {
        if (said.kind === 'checkpoint') {
          await recorder.keep(said, experiment.keepCheckpoints);
          continue;
        }
        const event =
          said.kind === 'started' ? { ...said, textHash: hashMaterial(material), ...origin, notes: [...notes, ...said.notes] } : said;
        const recorded = await recorder.record(event);
        if (event.kind === 'started') await writeExperiment(folder, withEnd(experiment, event), require);
        if (failure === undefined) follower.tell(recorded, recorder.state);
      } catch (error) {
        failure ??= await lostOr(error, require);
        diskFailed.abort();
      }
    }
  } catch (error) {
    failure ??= error;
  } finally {
    devices?.backend.dispose();
    devices?.inference.dispose();
  }
  return { started, failure };
}

/** Where another process took over, what fails to be written does so for that. */
async function lostOr(failure: unknown, require: () => Promise<void>): Promise<unknown> {
  if (!(failure instanceof StorageError)) return failure;
  try {
    await require();
  } catch (error) {
    if (error instanceof LockLostError) return error;
    if (!(error instanceof StorageError)) throw error;
  }
  return failure;
}

/** A time for training has become a number of updates: with it, the experiment is what will have been done. */
function withEnd(experiment: Experiment, { updates }: Started): Experiment {
  const { minutes, epochs, ...rest } = experiment;
  return minutes === undefined || updates === undefined ? experiment : { ...rest, updates };
}
