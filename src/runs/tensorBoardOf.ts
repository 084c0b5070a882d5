/** The metrics of a run for TensorBoard, from its whole log: nothing is thinned. */
import { eventFile, eventFileName } from '../engine/export/tensorboard/eventFile';
import { CancelledError, type Following } from '../engine/interruption';
import type { MetricEvent } from '../engine/trainingEvent';
import type { LoggedEvent } from '../protocol/runState';
import { runFiles } from './runFolder';
import { readLog } from './runLog';
import { readSummary } from './runSummary';

/** A folder of one event file, by name. @throws RunFolderError, StorageError, CancelledError */
export async function tensorBoardOf(folder: string, { stop }: Following): Promise<ReadonlyMap<string, Uint8Array>> {
  const { experiment, begun, status } = await readSummary(folder);
  const { metrics, samples } = runFiles(folder);
  const logged: LoggedEvent[] = [];
  for (const log of [metrics, samples])
    await readLog(log, 0, 0, (events) => {
      if (stop.aborted) throw new CancelledError();
      logged.push(...events);
    });
  const events = logged.filter((event): event is LoggedEvent & MetricEvent => event.kind !== 'failed');
  events.sort((a, b) => a.update - b.update);
  const ended = status === 'training' ? 'running' : status === 'failed' || status === 'interrupted' ? 'failure' : 'success';
  return new Map([[eventFileName({ begun }), eventFile({ experiment, begun, events, ended })]]);
}
