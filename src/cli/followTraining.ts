/** Trains while somebody watches the terminal, or a program reads it. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Task } from '../engine/tasks/words';
import type { Done, Started } from '../engine/trainingEvent';
import type { RunSummary } from '../protocol/engineProtocol';
import type { Follower } from '../runs/recordTraining';
import { runFiles } from '../runs/runFolder';
import { nearer } from './commandLine';
import { interruption } from './interruption';
import { barReport } from './report/barReport';
import { jsonReport } from './report/jsonReport';
import { lineReport, type Report } from './report/lineReport';
import { resumeLine, useLine } from './wayOn';

/** Training came to an end that is a failure, though a stated one. */
class TrainingFailedError extends Error {
  override readonly name = 'TrainingFailedError';
}

/** @throws TrainingFailedError where the loss diverged or nothing was learned */
export async function followTraining(folder: string, json: boolean, train: (follower: Follower) => Promise<RunSummary>): Promise<void> {
  const report: Report = json ? jsonReport(folder) : process.stderr.isTTY ? barReport() : lineReport();
  const stop = interruption();
  let done: Done | undefined;
  let task: Task;
  try {
    const { experiment } = await train({
      stop,
      tell: (event, state) => {
        if (event.kind === 'done') done = event;
        report.tell(event.kind === 'started' && !isFirst(folder, event) ? withoutAdvice(event) : event, state);
      },
    });
    task = experiment.task;
  } finally {
    report.end();
  }
  if (!json) for (const line of wayOn(folder, task, done)) console.log(line);
  if (done?.reason === 'diverged' || done?.reason === 'unlearned') throw new TrainingFailedError(done.message);
}

/** What would make the device faster is said with the first run of a folder, and by `devices`: not at every training. */
function isFirst(folder: string, { update }: Started): boolean {
  const [beside, own] = [path.dirname(folder), path.basename(folder)];
  return update === 0 && !readdirSync(beside).some((name) => name !== own && existsSync(runFiles(path.join(beside, name)).metrics));
}

function withoutAdvice<Event extends Started>({ device: { note, ...device }, ...started }: Event) {
  return { ...started, device };
}

function wayOn(folder: string, task: Task, done: Done | undefined): string[] {
  if (!existsSync(runFiles(folder).last)) return [];
  const use = useLine(folder, task);
  return done?.reason === 'stopped' || done?.reason === 'overtime' ? [resumeLine(folder), use] : [`The run is in ${nearer(folder)}`, use];
}
