/** What a run's log comes to: as it is appended to, cut off, resumed and read back. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import { extend, NO_CURVE, type RunCurve } from '../../src/protocol/runCurve';
import type { RunState } from '../../src/protocol/runState';
import { parseMetricLine, printMetricLine } from '../../src/runs/metricLine';
import { MetricsLog } from '../../src/runs/metricsLog';
import { runFiles } from '../../src/runs/runFolder';
import { readHistory, readSummary } from '../../src/runs/runSummary';
import { arm, disarm } from '../torture/mishap';
import { done, events, numbered, sampled, started, updated, validated } from './events';
import { experiment, loggedRun } from './loggedRun';
import { temporaryFolder } from './temporaryFolder';

describe("what a run's log comes to", () => {
  const root = temporaryFolder();
  const run = (name: string, told: readonly MetricEvent[]) => loggedRun(root(), name, told);
  const curveOf = (told: readonly MetricEvent[]) => extend(NO_CURVE, numbered(told));
  /** Without the numbers, which go on where a run is resumed. */
  const drawn = ({ seq, grouped, ...curve }: RunCurve) => curve;

  it('gives back the experiment and all events in order', async () => {
    const told = [...events(25), validated(25), sampled(25), done(25)];
    const { summary, curve } = await readHistory(await run('a', told));
    assert.deepEqual(curve, curveOf(told));
    const { modified, begun, ...rest } = summary;
    assert.deepEqual(JSON.parse(JSON.stringify(rest)), {
      folder: path.join(root(), 'a'),
      name: 'a',
      experiment: JSON.parse(JSON.stringify(experiment)),
      seq: told.length,
      status: 'done',
      ended: 'updates',
      message: 'Ended at 25.',
      update: 25,
      latest: updated(25),
      validation: { update: 25, loss: 2 },
      best: { update: 25, loss: 2 },
      validationsSinceBest: 0,
      device: 'CPU · 64-bit reference',
      parameters: 10,
      hasCheckpoint: false,
      kept: [],
    });
    for (const time of [begun, modified]) assert.ok(Math.abs(time - Date.now()) < 60_000);
  });

  it('tells by the last event how a run stands', async () => {
    const state = async (name: string, ...last: MetricEvent[]) => (await readSummary(await run(name, [...events(3), ...last]))).status;
    assert.equal(await state('1'), 'interrupted');
    assert.equal(await state('2', done(3)), 'done');
    assert.equal(await state('3', done(3, 'patience')), 'done');
    assert.equal(await state('4', done(3, 'stopped')), 'stopped');
    assert.equal(await state('5', done(3, 'diverged')), 'failed');
    assert.equal(await state('6', done(3, 'stopped'), started(3), updated(4)), 'interrupted');
    const failed = await run('7', events(3));
    await (await MetricsLog.open(failed)).append({ kind: 'failed', message: 'The device is lost.' });
    const summary = await readSummary(failed);
    assert.deepEqual([summary.status, summary.message], ['failed', 'The device is lost.']);
    assert.equal((await readHistory(failed)).curve.updates.length, 3);
  });

  it('reads what is whole of a file that was cut off at any byte, and never throws', async () => {
    const told = events(12).filter((event) => event.kind !== 'sample');
    const folder = await run('torn', told);
    const whole = readFileSync(runFiles(folder).metrics);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), async (length) => {
        writeFileSync(runFiles(folder).metrics, whole);
        truncateSync(runFiles(folder).metrics, length);
        const lines = whole.subarray(0, length).toString('latin1').split('\n');
        const wholeLines = lines.length - 1 + (whole[length] === 0x0a ? 1 : 0);
        const { summary, curve } = await readHistory(folder);
        assert.deepEqual(drawn(curve), drawn(curveOf(told.slice(0, wholeLines))));
        assert.equal(summary.update, curve.updates.length);
      }),
      { numRuns: 60 },
    );
  });

  it('passes over lines that are no events', async () => {
    const folder = await run('dirty', [started()]);
    appendFileSync(runFiles(folder).metrics, '{}\nnull\n[]\n{"kind":"update","update":"x"}\n{"kind":"update","update":-1}\n\n\xff\n');
    await (await MetricsLog.open(folder)).append(done(1));
    const { curve } = await readHistory(folder);
    assert.deepEqual([curve.started, curve.updates, curve.done], [started(), [], done(1)]);
  });

  it('takes back what lay beyond the checkpoint when a run is resumed, also a torn line', async () => {
    const folder = await run('resumed', events(30));
    appendFileSync(runFiles(folder).metrics, '{"kind":"update","upd');
    appendFileSync(runFiles(folder).samples, '{"kind":"sam');
    const log = await MetricsLog.open(folder);
    const more = [started(15), updated(16, 7), validated(20, 5), sampled(20), done(20)];
    for (const event of more) await log.append(event);
    const expected = curveOf([...events(15), ...more]);
    const { summary, curve } = await readHistory(folder);
    assert.deepEqual(drawn(curve), drawn(expected));
    assert.deepEqual(drawn(log.curve), drawn(expected));
    assert.equal(curve.seq, events(30).length + more.length, 'and numbers go on');
    assert.deepEqual([summary.status, summary.update, summary.seq], ['done', 20, curve.seq]);
    assert.ok(
      readFileSync(runFiles(folder).metrics, 'utf8')
        .split('\n')
        .every((line) => line === '' || parseMetricLine(line)),
    );
  });

  it('rewinds also to the very beginning, however long the log and its lines are', async () => {
    const folder = await run('beginning', [started(), sampled(0), ...events(3_000).slice(1)]);
    appendFileSync(runFiles(folder).metrics, `${JSON.stringify({ ...started(), notes: ['x'.repeat(700_000)], update: 3_000 })}\n`);
    const log = await MetricsLog.open(folder);
    for (const event of [started(0), updated(1, 7)]) await log.append(event);
    await log.flush();
    const { curve } = await readHistory(folder);
    assert.deepEqual([curve.updates, curve.validations, curve.samples], [[updated(1, 7)], [], [sampled(0)]]);
    assert.equal(readFileSync(runFiles(folder).metrics, 'utf8').trim().split('\n').length, 3);
  });

  it('reads only what is new of a log, however long it was before', async () => {
    const folder = await run('vast', [...events(20), done(20)]);
    const { summary: file, curve: curveFile, metrics } = runFiles(folder);
    // As if two gigabytes of it had been folded: the summary says how far it goes, and the file has a hole there.
    const hole = 2 * 1024 ** 3;
    const text = readFileSync(metrics);
    truncateSync(metrics, 0);
    truncateSync(metrics, hole);
    appendFileSync(metrics, text);
    for (const name of [file, curveFile]) {
      const stored = JSON.parse(readFileSync(name, 'utf8'));
      writeFileSync(name, JSON.stringify({ ...stored, position: { ...stored.position, metrics: hole + text.length } }));
    }
    appendFileSync(metrics, printMetricLine({ ...updated(21), seq: 100 }));
    const { summary, curve } = await readHistory(folder);
    assert.deepEqual([summary.update, curve.updates.length, curve.seq], [21, 21, 100]);
    const log = await MetricsLog.open(folder);
    await log.append(started(20));
    await log.flush();
    assert.equal((await readSummary(folder)).update, 20);
  });

  it('keeps a summary and a curve beside the log, and makes them anew where they are missing, stale, cut off or of another log', async () => {
    const told = [...events(40), done(40)];
    const folder = await run('folded', told);
    const { summary: file, curve: curveFile, metrics } = runFiles(folder);
    const same = async (expected: readonly MetricEvent[]) => {
      const { summary, curve } = await readHistory(folder);
      assert.deepEqual(drawn(curve), drawn(curveOf(expected)));
      assert.equal(summary.update, expected.at(-1)?.update);
      return summary;
    };
    await same(told);
    const lines = readFileSync(metrics, 'utf8').split('\n');
    const kept = [readFileSync(file), readFileSync(curveFile)] as const;
    const restore = () => [file, curveFile].forEach((name, at) => writeFileSync(name, kept[at] as Buffer));
    for (const name of [file, curveFile]) {
      writeFileSync(name, '{"version": 1,');
      await same(told);
      rmSync(name);
      await same(told);
      restore();
    }
    const more = [started(40), updated(41), validated(41, 1)];
    for (const [at, event] of more.entries()) appendFileSync(metrics, printMetricLine({ ...event, seq: told.length + 1 + at }));
    assert.deepEqual((await same([...told, ...more])).best, { update: 41, loss: 1, accuracy: undefined });
    restore();
    // An older Unroll went on with it: lines without numbers.
    writeFileSync(
      metrics,
      `${lines.slice(0, 30).join('\n')}\n${more.map((event) => JSON.stringify(event)).join('\n')}\n${' '.repeat(9_000)}\n`,
    );
    const { summary } = await readHistory(folder);
    assert.equal(summary.update, 41);
  });

  it('keeps numbers that JSON does not have', () => {
    const event = { ...updated(3), seq: 1, loss: Number.NaN, gradNorm: Number.NaN };
    assert.deepEqual(parseMetricLine(printMetricLine(event)), event);
  });

  it('knows that a run diverged though its validation was no number either', async () => {
    const end = { ...done(3, 'diverged'), loss: Number.NaN, validation: Number.NaN };
    const { status, ended } = await readSummary(await run('nan', [...events(3), validated(3, Number.NaN), end]));
    assert.deepEqual([status, ended], ['failed', 'diverged']);
  });

  it('takes no line for ours that is not whole in every part', () => {
    const whole: readonly MetricEvent[] = [
      { ...started(), rows: { train: 3, validation: 1 }, targetWindow: 4 },
      {
        ...validated(1),
        accuracy: 0.5,
        confusion: {
          labels: ['a', 'b'],
          counts: [
            [1, 0],
            [2, 1],
          ],
        },
      },
      { ...sampled(1), expected: 'b' },
      done(1),
    ];
    for (const event of whole) assert.deepEqual(parseMetricLine(JSON.stringify(event)), event);
    for (const [at, change] of [
      [0, { rows: { train: 'many' } }],
      [0, { targetWindow: '4' }],
      [0, { device: { ...started().device, software: 'yes' } }],
      [0, { candidates: [{}] }],
      [1, { accuracy: 'good' }],
      [1, { confusion: { labels: ['a', 'b'], counts: [[1]] } }],
      [2, { expected: 3 }],
      [3, { validation: 'low' }],
      [3, { seq: -1 }],
    ] as const)
      assert.equal(parseMetricLine(JSON.stringify({ ...whole[at], ...change })), undefined, JSON.stringify(change));
  });

  it('writes a line that the disk refused, wholly or in part, with the next; once', async () => {
    for (const what of ['ENOSPC', 'torn'] as const)
      for (const on of [/writeBuffer .*metrics/, /close .*metrics/, /ftruncate .*metrics/]) {
        const folder = await run(`refused ${what} ${on.source.slice(0, 5)}`, events(5));
        appendFileSync(runFiles(folder).metrics, '{"kind":"upd');
        const log = await MetricsLog.open(folder);
        arm({ at: 1, what, on });
        try {
          await assert.rejects(log.append(started(3)), { name: 'StorageError', code: 'ENOSPC' });
        } finally {
          disarm();
        }
        await log.append(updated(4));
        await log.flush();
        const lines = readFileSync(runFiles(folder).metrics, 'utf8').trimEnd().split('\n');
        assert.deepEqual(
          lines.map((line) => [JSON.parse(line).kind, JSON.parse(line).update]),
          [...events(3), started(3), updated(4)].map((event) => [event.kind, 'update' in event ? event.update : undefined]),
        );
        assert.ok(!log.hasWaiting);
      }
  });

  it('believes no summary of what was taken back, where a crash came right after that', async () => {
    const folder = await run('taken back', events(10));
    const { summary, curve, metrics } = runFiles(folder);
    const size = statSync(metrics).size;
    const early = readFileSync(curve);
    const log = await MetricsLog.open(folder);
    for (const event of events(20).slice(events(10).length)) await log.append(event);
    await log.flush(true);
    truncateSync(metrics, size);
    writeFileSync(curve, early);
    assert.equal(JSON.parse(readFileSync(summary, 'utf8')).state.update, 20);
    assert.equal((await readSummary(folder)).update, 10);
    assert.equal((await readHistory(folder)).summary.update, 10);
  });

  it('judges a resumed run by the validations that it still has', async () => {
    const judged = (at: number) => ({ ...validated(at), loss: at === 10 ? 1 : 2, best: at === 10 });
    const told = (updates: number) => events(updates).map((event) => (event.kind === 'validation' ? judged(event.update) : event));
    for (const [reached, from] of [
      [30, 20],
      [70, 25],
      [70, 5],
    ] as const) {
      const folder = await run(`from ${from}`, told(reached));
      const log = await MetricsLog.open(folder);
      await log.append(started(from));
      const { summary: expected } = await readHistory(await run(`until ${from}`, told(from)));
      const judgements = ({ validation, best, validationsSinceBest, overfittingSince }: RunState) =>
        JSON.stringify([validation, best, validationsSinceBest, overfittingSince]);
      assert.equal(judgements(log.state), judgements(expected));
      assert.equal(judgements(await readSummary(folder)), judgements(expected));
    }
  });

  it('finds the best validation however long ago it was', async () => {
    const told = [...events(5_000), ...Array.from({ length: 3_000 }, (_, k) => updated(5_001 + k))].map((event) =>
      event.kind === 'validation' ? { ...event, best: event.update === 10 } : event,
    );
    const folder = await run('long ago', told);
    for (const file of [runFiles(folder).summary, runFiles(folder).curve]) rmSync(file);
    const { summary, curve } = await readHistory(folder);
    assert.equal(summary.best?.update, 10);
    assert.ok(curve.validations.some(({ update, best }) => update === 10 && best));
  });
});
