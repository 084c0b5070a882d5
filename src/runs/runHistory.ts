/** What the folders tell of their runs: one in full, or all of a root in a line each. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Sampled } from '../engine/trainingEvent';
import type { MetricEvent, RunHistory, RunState, RunSummary, RunsListing, UnreadableRun } from '../protocol/engineProtocol';
import { onDisk, StorageError } from '../sources/storageError';
import { answeringCheckpoint } from './checkpointOf';
import { readExperiment } from './experimentFile';
import { readEvents, readLastEvents } from './readEvents';
import { exists, statusOf } from './runFile';
import { RunFolderError, runFiles } from './runFolder';
import { thinUpdates } from './thinUpdates';
import { trainingElsewhere } from './trainingLock';

/** As many updates as a chart has use for. */
const MOST_UPDATES = 5_000;
/** Holds a few hundred updates and the end of the run. */
const TAIL = 256 * 1024;

/** @throws RunFolderError, ExperimentError, StorageError */
export async function readHistory(folder: string): Promise<RunHistory> {
  const summary = await readSummary(folder);
  const files = runFiles(folder);
  const metrics = (await readEvents(files.metrics)).filter((event) => event.kind !== 'failed');
  const samples = (await readEvents(files.samples)).filter((event) => event.kind === 'sample');
  return { summary, events: thinUpdates(weave(metrics, samples), MOST_UPDATES) };
}

/** Samples have a file of their own; each stands where its update is over. */
function weave(metrics: readonly MetricEvent[], samples: readonly Sampled[]): MetricEvent[] {
  const woven: MetricEvent[] = [];
  let next = 0;
  for (const event of metrics) {
    for (let sample = samples[next]; sample && precedes(sample, event); sample = samples[++next]) woven.push(sample);
    woven.push(event);
  }
  return [...woven, ...samples.slice(next)];
}

function precedes(sample: Sampled, event: MetricEvent): boolean {
  return sample.update < event.update || (sample.update === event.update && event.kind === 'done');
}

/** How a run stands; one that this process trains is for the caller to know. @throws RunFolderError, ExperimentError, StorageError */
export async function readSummary(folder: string): Promise<RunSummary> {
  const files = runFiles(folder);
  const experiment = await readExperiment(folder);
  const events = await readLastEvents(files.metrics, TAIL);
  const started = events.findLast((event) => event.kind === 'started');
  const updated = events.findLast((event) => event.kind === 'update');
  const validated = events.findLast((event) => event.kind === 'validation');
  const last = await lastChange(folder);
  const answersFrom = await answeringCheckpoint(folder);
  return {
    folder,
    name: path.basename(folder),
    experiment,
    update: updated?.update ?? started?.update ?? 0,
    loss: updated?.loss,
    validation: validated?.loss,
    modified: last,
    hasCheckpoint: await exists(files.last),
    ...(answersFrom && { answersFrom }),
    ...((await trainingElsewhere(folder)) !== undefined
      ? { state: 'training' as const }
      : ending(events.findLast((event) => ['started', 'done', 'failed'].includes(event.kind)))),
  };
}

function ending(last: Awaited<ReturnType<typeof readLastEvents>>[number] | undefined): { state: RunState; message?: string } {
  if (last?.kind === 'failed') return { state: 'failed', message: last.message };
  if (last?.kind !== 'done') return { state: 'interrupted', message: 'The engine ended in the middle of training.' };
  const state = last.reason === 'diverged' ? 'failed' : last.reason === 'stopped' ? 'stopped' : 'done';
  return { state, message: last.message };
}

/** The runs in a folder of runs, latest first. One that cannot be read is named, with the reason, and hurts no other. @throws StorageError */
export async function listRuns(root: string): Promise<RunsListing> {
  if (!(await exists(root))) return { runs: [], unreadable: [] };
  const names = await onDisk('read', root, () => readdir(root));
  const found = await Promise.all(names.map((name) => readSummaryIfRun(path.join(root, name))));
  return {
    runs: found
      .filter((run) => run !== undefined && 'state' in run)
      .sort((a, b) => b.modified - a.modified || a.name.localeCompare(b.name)),
    unreadable: found.filter((run) => run !== undefined && 'reason' in run).sort((a, b) => a.name.localeCompare(b.name)),
  };
}

/** Undefined for what is no run. */
async function readSummaryIfRun(folder: string): Promise<RunSummary | UnreadableRun | undefined> {
  try {
    return (await exists(runFiles(folder).experiment)) ? await readSummary(folder) : undefined;
  } catch (error) {
    if (!(error instanceof RunFolderError || error instanceof StorageError)) throw error;
    return { folder, name: path.basename(folder), reason: error.message };
  }
}

async function lastChange(folder: string): Promise<number> {
  const files = runFiles(folder);
  const status = (await statusOf(files.metrics)) ?? (await statusOf(files.experiment));
  return Math.round(status?.mtimeMs ?? 0);
}
