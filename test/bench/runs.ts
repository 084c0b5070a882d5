/**
 * Lists and refreshes 1,000 runs, and opens one with 500,000 metric lines: node test/runTypeScript.mjs test/bench/runs.ts
 * Bytes are those that the process really read (/proc/self/io, so on Linux only).
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRun } from '../../src/runs/createRun';
import { readExperiment } from '../../src/runs/experimentFile';
import type { RebuiltStates } from '../../src/runs/foldedRun';
import { listRuns } from '../../src/runs/listRuns';
import { MetricsLog } from '../../src/runs/metricsLog';
import { runFiles } from '../../src/runs/runFolder';
import { readHistory } from '../../src/runs/runSummary';
import { done, events } from '../runs/events';

const RUNS = 1_000;
const LINES = 500_000;
const MADE = path.resolve('test', 'runs', 'version-0.1.0', 'runs', 'language-model');

const bytesRead = () => {
  if (!existsSync('/proc/self/io')) return Number.NaN;
  return Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'latin1'))?.[1]);
};

async function measure(what: string, action: () => Promise<unknown>): Promise<void> {
  const [before, start, used] = [bytesRead(), performance.now(), process.cpuUsage()];
  await action();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const read = ((bytesRead() - before) / 1e6).toFixed(2);
  console.log(
    `${what.padEnd(72)} ${seconds.toFixed(2).padStart(6)} s (${((user + system) / 1e6).toFixed(2)} s of processor) ${read.padStart(8)} MB read`,
  );
}

async function makeRun(folder: string, updates: number): Promise<void> {
  await createRun(folder, await readExperiment(MADE));
  cpSync(path.join(MADE, 'last.safetensors'), runFiles(folder).last);
  const log = await MetricsLog.open(folder);
  for (const event of [...events(updates), done(updates)]) await log.append(event);
}

const root = mkdtempSync(path.join(tmpdir(), 'unroll-bench-'));
try {
  const runs = path.join(root, 'runs');
  await makeRun(path.join(runs, 'run-0'), 200);
  for (let n = 1; n < RUNS; n++) cpSync(path.join(runs, 'run-0'), path.join(runs, `run-${n}`), { recursive: true });
  const known: RebuiltStates = new Map();
  await measure(`${RUNS.toLocaleString('en')} runs are listed`, () => listRuns(runs, known));
  await measure('… and refreshed', () => listRuns(runs, known));
  for (let n = 0; n < RUNS; n++) for (const name of ['summary', 'curve'] as const) rmSync(runFiles(path.join(runs, `run-${n}`))[name]);
  await measure('The same without summaries, as 0.1.0 left them, are listed', () => listRuns(runs, known));
  await measure('… and refreshed', () => listRuns(runs, known));

  const long = path.join(root, 'long');
  await makeRun(long, 10);
  const lines = readFileSync(runFiles(long).metrics, 'utf8').split('\n');
  truncateSync(runFiles(long).metrics, 0);
  const update = JSON.parse(lines[1] as string);
  const all = [lines[0], ...Array.from({ length: LINES }, (_, k) => JSON.stringify({ ...update, update: k + 1, seq: k + 2 }))];
  writeFileSync(runFiles(long).metrics, `${all.join('\n')}\n`);
  for (const name of ['summary', 'curve'] as const) rmSync(runFiles(long)[name]);
  await measure(`A run with ${LINES.toLocaleString('en')} lines, and no summary, is opened`, () => readHistory(long));
  const log = await MetricsLog.open(long);
  await log.flush(true);
  await measure('… with a summary and a curve that a process left of its log', () => readHistory(long));
} finally {
  rmSync(root, { recursive: true });
}
