/** One stretch of training: opens the device, follows the engine's events, keeps them on disk and tells them. */
import { type StartingPoint, train } from '../engine/experiment';
import type { Experiment } from '../engine/experimentSchema';
import type { TrainingEvent } from '../engine/trainingEvent';
import type { MetricEvent, RunSummary } from '../protocol/engineProtocol';
import { openForReading, openForTraining, seconds } from './openDevice';
import type { TrainingText } from './readTexts';
import { readSummary } from './runHistory';
import { RunRecorder } from './runRecorder';

/** Who wants to know, and may end it. */
export interface Follower {
  /** Training ends with a checkpoint after the current launch when this is aborted. */
  readonly stop: AbortSignal;
  /** Each event after it was recorded. */
  tell(event: MetricEvent): void;
  /** Given where somebody else flushes it. */
  readonly recorder?: RunRecorder;
}

export interface Beginning {
  readonly from: StartingPoint;
  /** Takes back what was prepared on disk, where training fails before it starts. */
  onNotStarted(): Promise<void>;
}

export async function recordTraining(
  folder: string,
  experiment: Experiment,
  text: TrainingText,
  follower: Follower,
  { from, onNotStarted }: Beginning,
): Promise<RunSummary> {
  const recorder = follower.recorder ?? new RunRecorder(folder);
  const diskFailed = new AbortController();
  let started = false;
  let failure: unknown;
  const inference = await openForReading();
  let device: Awaited<ReturnType<typeof openForTraining>> | undefined;
  try {
    device = await openForTraining(experiment, text.text);
    const stop = AbortSignal.any([follower.stop, diskFailed.signal]);
    for await (const said of train(experiment, text.text, { ...device, inference, seconds, stop }, from)) {
      const event = withNotes(said, text.notes);
      started = true;
      try {
        await recorder.record(event);
      } catch (error) {
        failure = error; // The latest: of the last checkpoint, it says where the model is.
        diskFailed.abort();
      }
      if (event.kind !== 'checkpoint' && failure === undefined) follower.tell(event);
    }
  } catch (error) {
    failure = error;
  } finally {
    device?.backend.dispose();
    inference.dispose();
  }
  if (failure === undefined) return await readSummary(folder);
  if (!started) await onNotStarted();
  else if (!diskFailed.signal.aborted) await recorder.recordFailure(failure instanceof Error ? failure.message : String(failure));
  throw failure;
}

function withNotes(event: TrainingEvent, notes: readonly string[]): TrainingEvent {
  return event.kind === 'started' ? { ...event, notes: [...notes, ...event.notes] } : event;
}
