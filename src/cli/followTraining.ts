/** Trains while somebody watches the terminal, or a program reads it. */
import { existsSync } from 'node:fs';
import { type Task, taskWords } from '../engine/tasks/words';
import type { Done } from '../engine/trainingEvent';
import type { RunSummary } from '../protocol/engineProtocol';
import type { Follower } from '../runs/recordTraining';
import { runFiles } from '../runs/runFolder';
import { commandLine, nearer } from './commandLine';
import { interruption } from './interruption';
import { barReport } from './report/barReport';
import { jsonReport } from './report/jsonReport';
import { lineReport, type Report } from './report/lineReport';

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
        report.tell(event, state);
      },
    });
    task = experiment.task;
  } finally {
    report.end();
  }
  if (!json) for (const line of wayOn(folder, task, done)) console.log(line);
  if (done?.reason === 'diverged' || done?.reason === 'unlearned') throw new TrainingFailedError(done.message);
}

function wayOn(folder: string, task: Task, done: Done | undefined): string[] {
  if (!existsSync(runFiles(folder).last)) return [];
  const run = nearer(folder);
  const [verb, ...words] = taskWords({ task }).commandLine;
  const use = `${`${capital(verb)}:`.padEnd(11)}${commandLine(verb, '--run', run, ...words)}`;
  return done?.reason === 'stopped' || done?.reason === 'overtime'
    ? [`Resume:    ${commandLine('resume', '--run', run)}`, use]
    : [`The run is in ${run}`, use];
}

const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;
