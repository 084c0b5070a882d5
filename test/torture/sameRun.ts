/** Whether a run that something happened to ended as one that nothing happened to; and how it stands on the way. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { listRuns } from '../../src/runs/listRuns';
import { parseMetricLine } from '../../src/runs/metricLine';
import { runFiles } from '../../src/runs/runFolder';
import { readHistory } from '../../src/runs/runSummary';

type Line = NonNullable<ReturnType<typeof parseMetricLine>>;

/** The whole lines of a log, in order. */
export function linesOf(file: string): Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parseMetricLine(line) ?? []);
}

/** The update of the last checkpoint, which has to be whole; undefined where none was written yet. */
export function checkpointIn(folder: string): number | undefined {
  const { last } = runFiles(folder);
  return existsSync(last) ? readCheckpoint(readFileSync(last)).update : undefined;
}

/** It is listed and opens, and nothing in it is torn but the last line of a log. */
export async function requireOpens(folder: string): Promise<void> {
  const { runs, unreadable } = await listRuns(path.dirname(folder));
  assert.deepEqual(unreadable, [], 'no run is unreadable');
  if (!existsSync(runFiles(folder).experiment)) return;
  const listed = runs.find((run) => run.folder === folder);
  assert.ok(listed, 'the run is listed');
  const { summary, curve } = await readHistory(folder);
  assert.equal(summary.update, listed.update);
  const updates = linesOf(runFiles(folder).metrics).flatMap((line) => (line.kind === 'update' ? [line.update] : []));
  assert.deepEqual(updates, upTo(updates.length), 'each update is in the log once');
  assert.equal(curve.updates.at(-1)?.update, updates.at(-1));
  for (const name of checkpointsIn(folder)) readCheckpoint(readFileSync(path.join(folder, name)));
}

/** Everything that does not tell the time, bit by bit. */
export async function requireSameRun(folder: string, whole: string): Promise<void> {
  await requireOpens(folder);
  assert.deepEqual(readdirSync(folder).sort(), readdirSync(whole).sort(), 'the same files, and nothing left behind');
  for (const name of checkpointsIn(whole)) assertSame(checkpointOf(folder, name), checkpointOf(whole, name), name);
  const [mine, theirs] = [folder, whole].map((each) => said(each));
  for (const kind of ['update', 'validation', 'sample', 'done'] as const) assertSame(mine?.[kind], theirs?.[kind], `${kind} lines`);
  const [one, other] = [await readHistory(folder), await readHistory(whole)].map(({ summary, curve }) => ({
    experiment: { ...summary.experiment, files: [] },
    status: summary.status,
    update: summary.update,
    best: summary.best,
    validation: summary.validation,
    validationsSinceBest: summary.validationsSinceBest,
    losses: curve.updates.map(({ loss }) => loss),
    validations: curve.validations,
  }));
  assertSame(one, other, 'summary and curve');
}

function checkpointsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.safetensors') && !name.startsWith('.'));
}

/** The bits of all numbers, and everything said beside them but how long it took. */
function checkpointOf(folder: string, name: string) {
  const { tensors, progress, experiment, ...rest } = readCheckpoint(readFileSync(path.join(folder, name)));
  const bits = [...tensors].map(([tensor, { shape, data }]) => {
    return { tensor, shape, bits: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
  });
  return { ...rest, experiment: { ...experiment, files: [] }, progress: { ...progress, elapsed: 0 }, bits };
}

/** The lines of each kind, without what tells the time. A run may have stopped on its way, but ends once. */
function said(folder: string) {
  const { metrics, samples } = runFiles(folder);
  const lines = [...linesOf(metrics), ...linesOf(samples)];
  const of = <Kind extends Line['kind']>(kind: Kind) => lines.filter((line): line is Extract<Line, { kind: Kind }> => line.kind === kind);
  return {
    update: of('update').map(({ seq, elapsed, charsPerSecond, remaining, ...line }) => line),
    validation: of('validation').map(({ seq, ...line }) => line),
    sample: of('sample').map(({ seq, ...line }) => line),
    done: of('done')
      .filter(({ reason }) => reason !== 'stopped')
      .map(({ seq, elapsed, ...line }) => line),
  };
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** With the place where they differ, and not all of both. */
function assertSame(one: unknown, other: unknown, what: string): void {
  const [mine, theirs] = [one, other].map((each) => JSON.stringify(each));
  if (mine === theirs || mine === undefined || theirs === undefined) return assert.equal(mine, theirs, what);
  const at = [...mine].findIndex((character, index) => character !== theirs[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  assert.fail(`${what} differ: “${around(mine)}” should be “${around(theirs)}”`);
}
