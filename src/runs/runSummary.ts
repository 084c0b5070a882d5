/** What a folder tells of its run: in short, or with the curve that a panel draws. */
import type { RunHistory, RunSummary } from '../protocol/engineProtocol';
import { readAbout, shownName } from './aboutFile';
import { answeringCheckpoint } from './checkpointOf';
import { readExperiment } from './experimentFile';
import { type Folded, type RebuiltStates, readFolded, readState } from './foldedRun';
import { keptIn } from './keptCheckpoints';
import { exists, statusOf } from './runFile';
import { runFiles } from './runFolder';
import { readSweptRun } from './sweptRun';
import { trainingElsewhere } from './trainingLock';

/** How a run stands; one that this process trains is for the caller to know. @throws RunFolderError, StorageError */
export async function readSummary(folder: string, rebuilt?: RebuiltStates): Promise<RunSummary> {
  return summaryOf(folder, await readState(folder, rebuilt));
}

async function summaryOf(folder: string, { state, begun }: Folded): Promise<RunSummary> {
  const files = runFiles(folder);
  const [experiment, other, hasCheckpoint, answersFrom, kept, sweep, metrics, own, about] = await Promise.all([
    readExperiment(folder),
    trainingElsewhere(folder),
    exists(files.last),
    answeringCheckpoint(folder),
    keptIn(folder),
    readSweptRun(folder),
    statusOf(files.metrics),
    statusOf(folder),
    readAbout(folder),
  ]);
  return {
    ...state,
    ...(other ? { status: 'training', message: undefined } : state.status === 'training' ? INTERRUPTED : {}),
    folder,
    name: shownName(folder, about),
    ...(about.note && { note: about.note }),
    ...(about.unread && { aboutUnread: about.unread }),
    experiment,
    begun: begun ?? Math.round(own?.birthtimeMs || own?.ctimeMs || 0),
    modified: Math.round(metrics?.mtimeMs ?? own?.mtimeMs ?? 0),
    hasCheckpoint,
    answersFrom,
    kept,
    ...(sweep && { sweep }),
  };
}

const INTERRUPTED = { status: 'interrupted', message: 'The engine ended in the middle of training.' } as const;

/** @throws RunFolderError, StorageError */
export async function readHistory(folder: string): Promise<RunHistory> {
  const folded = await readFolded(folder);
  return { summary: await summaryOf(folder, folded), curve: folded.curve };
}
