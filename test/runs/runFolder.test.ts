/** Run folders as they are created, named, appended to, cut off and read back. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import { createRun, discardRun, freshRunFolder } from '../../src/runs/createRun';
import { makeFolder } from '../../src/runs/makeFolder';
import { parseMetricLine, printMetricLine } from '../../src/runs/metricLine';
import { MetricsLog } from '../../src/runs/metricsLog';
import { RunFolderError, runFiles } from '../../src/runs/runFolder';
import { listRuns, readHistory, readSummary } from '../../src/runs/runHistory';
import { thinUpdates } from '../../src/runs/thinUpdates';
import { locateTrainingFiles, nameTrainingFiles } from '../../src/runs/trainingFiles';
import { StorageError } from '../../src/sources/storageError';
import { done, events, sampled, started, updated, validated } from './events';
import { temporaryFolder } from './temporaryFolder';

const experiment = parseExperiment({ files: ['hello.txt'] });

describe('run folder', () => {
  const root = temporaryFolder();

  async function run(name: string, told: readonly MetricEvent[]): Promise<string> {
    const folder = path.join(root(), name);
    await createRun(folder, experiment);
    const log = new MetricsLog(folder);
    for (const event of told) await log.append(event);
    await log.flush();
    return folder;
  }

  it('gives back the experiment and all events in order', async () => {
    const told = [...events(25), validated(25), sampled(25), done(25)];
    const { summary, events: read } = await readHistory(await run('a', told));
    assert.deepEqual(read, told);
    const { modified, ...rest } = summary;
    assert.deepEqual(rest, {
      folder: path.join(root(), 'a'),
      name: 'a',
      experiment,
      state: 'done',
      message: 'Ended at 25.',
      update: 25,
      loss: 1 / 25,
      validation: 2,
      hasCheckpoint: false,
    });
    assert.ok(Math.abs(modified - Date.now()) < 60_000);
  });

  it('tells by the last event how a run stands', async () => {
    const state = async (name: string, ...last: MetricEvent[]) => (await readSummary(await run(name, [...events(3), ...last]))).state;
    assert.equal(await state('1'), 'interrupted');
    assert.equal(await state('2', done(3)), 'done');
    assert.equal(await state('3', done(3, 'patience')), 'done');
    assert.equal(await state('4', done(3, 'stopped')), 'stopped');
    assert.equal(await state('5', done(3, 'diverged')), 'failed');
    assert.equal(await state('6', done(3, 'stopped'), started(3), updated(4)), 'interrupted');
    const failed = await run('7', events(3));
    await new MetricsLog(failed).append({ kind: 'failed', message: 'The device is lost.' });
    const summary = await readSummary(failed);
    assert.deepEqual([summary.state, summary.message], ['failed', 'The device is lost.']);
    assert.equal((await readHistory(failed)).events.length, 4);
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
        assert.deepEqual((await readHistory(folder)).events, told.slice(0, wholeLines));
      }),
      { numRuns: 60 },
    );
  });

  it('passes over lines that are no events', async () => {
    const folder = await run('dirty', [started()]);
    appendFileSync(runFiles(folder).metrics, '{}\nnull\n[]\n{"kind":"update","update":"x"}\n{"kind":"update","update":-1}\n\n\xff\n');
    await new MetricsLog(folder).append(done(1));
    assert.deepEqual((await readHistory(folder)).events, [started(), done(1)]);
  });

  it('takes back what lay beyond the checkpoint when a run is resumed, also a torn line', async () => {
    const folder = await run('resumed', events(30));
    appendFileSync(runFiles(folder).metrics, '{"kind":"update","upd');
    appendFileSync(runFiles(folder).samples, '{"kind":"sam');
    const log = new MetricsLog(folder);
    for (const event of [started(15), updated(16, 7), validated(20, 5), sampled(20), done(20)]) await log.append(event);
    assert.deepEqual((await readHistory(folder)).events, [
      ...events(15),
      started(15),
      updated(16, 7),
      validated(20, 5),
      sampled(20),
      done(20),
    ]);
  });

  it('keeps numbers that JSON does not have', () => {
    const event = { ...updated(3), loss: Number.NaN, gradNorm: Number.NaN };
    assert.deepEqual(parseMetricLine(printMetricLine(event)), event);
  });

  it('thins a long history to 5,000 updates, and keeps the last and everything else', async () => {
    const told = [...events(5_432), done(5_432)];
    const { events: read } = await readHistory(await run('long', told));
    const updates = read.filter((event) => event.kind === 'update');
    assert.ok(updates.length <= 5000 && updates.length > 2500);
    assert.equal(updates.at(-1)?.update, 5_432);
    assert.deepEqual(
      read.filter((event) => event.kind !== 'update'),
      told.filter((event) => event.kind !== 'update'),
    );
  });

  it('thins evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 100 }), (count, most) => {
        const kept = thinUpdates(
          Array.from({ length: count }, (_, k) => updated(k + 1)),
          most,
        ).map((event) => event.update);
        const gaps = kept.slice(1).map((update, k) => update - (kept[k] as number));
        assert.ok(kept.length <= most && new Set(gaps).size <= 1 && kept.at(-1) === count);
      }),
    );
  });

  it('lists runs, latest first, among whatever else lies there', async () => {
    await run('older', [started(), done(1)]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await run('newer', [started()]);
    mkdirSync(path.join(root(), 'empty'));
    mkdirSync(path.join(root(), 'odd', 'experiment.json'), { recursive: true });
    writeFileSync(path.join(root(), 'a file'), '');
    for (const [name, content] of [
      ['cut', '{"version": 1,'],
      ['foreign', '{"hidden": "many"}'],
      ['strange', '[1]'],
    ] as const) {
      mkdirSync(path.join(root(), name));
      writeFileSync(path.join(root(), name, 'experiment.json'), content);
    }
    const { runs, unreadable } = await listRuns(root());
    assert.deepEqual(
      runs.map(({ name, state }) => [name, state]),
      [
        ['newer', 'interrupted'],
        ['older', 'done'],
      ],
    );
    assert.deepEqual(
      unreadable.map(({ name }) => name),
      ['cut', 'foreign', 'odd', 'strange'],
    );
    assert.match(unreadable[0]?.reason ?? '', /experiment\.json is not JSON any more/);
    assert.match(unreadable[1]?.reason ?? '', /says no version/);
    assert.match(unreadable[2]?.reason ?? '', /is a folder where a file should be/);
    assert.deepEqual(await listRuns(path.join(root(), 'not there')), { runs: [], unreadable: [] });
  });

  it('never begins a run where there is one', async () => {
    const folder = await run('taken', [started()]);
    await assert.rejects(createRun(folder, experiment), RunFolderError);
  });

  it('takes back a run that never started, and nothing else', async () => {
    const folder = path.join(root(), 'new');
    await createRun(folder, experiment, 'text');
    await discardRun(folder);
    assert.ok(!existsSync(folder));
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'mine.txt'), '');
    await createRun(folder, experiment);
    await discardRun(folder);
    assert.deepEqual(readdirSync(folder), ['mine.txt']);
  });

  it('makes a new folder in the root, and only there, of any name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.constantFrom('..', '.', '../../x', 'a/b', 'C:\\x', 'con', '~', '😀'.repeat(100), 'a'.repeat(300), 'my file', ' '),
        ),
        async (stem) => {
          const first = await freshRunFolder(root(), stem);
          const second = await freshRunFolder(root(), stem);
          assert.notEqual(first, second);
          for (const folder of [first, second]) {
            assert.equal(path.dirname(folder), root());
            assert.ok(statSync(folder).isDirectory());
            assert.match(path.basename(folder), /^[\p{L}\p{N}_][\p{L}\p{N}._-]*-\d+$/u);
          }
        },
      ),
    );
    assert.equal(path.basename(await freshRunFolder(root(), 'fresh lstm')), 'fresh-lstm-1');
  });

  it('says so where no folder can be made, and does not try for ever', async function () {
    writeFileSync(path.join(root(), 'file'), '');
    await assert.rejects(createRun(path.join(root(), 'file', 'a', 'b'), experiment), StorageError);
    const folder = path.join(root(), 'a', 'b', 'c');
    await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(path.join(root(), 'a', 'b', 'd'))]);
    assert.deepEqual(readdirSync(path.join(root(), 'a', 'b')), ['c', 'd']);
    if (process.platform !== 'linux') {
      console.log('      skipped in part: only Linux has /proc, which takes no folders');
      this.skip();
    }
    const words = /^\/proc\/unroll could not be written: no folder can be made there\. Choose another folder for runs\.$/;
    for (const attempt of [() => createRun('/proc/unroll/runs', experiment), () => freshRunFolder('/proc/unroll/runs', 'x')])
      await assert.rejects(attempt, (error) => error instanceof StorageError && words.test(error.message));
  });

  it('names training files relative to the workspace where it can, and finds them again', () => {
    const workspace = path.join(root(), 'work');
    const inside = path.join(workspace, '.unroll', 'runs', 'x');
    const files = [
      path.join(workspace, 'a.txt'),
      path.join(workspace, 'b', 'c.txt'),
      path.join(root(), 'out.txt'),
      path.join(workspace, '..double.txt'),
    ];
    assert.deepEqual(nameTrainingFiles(inside, files), ['a.txt', 'b/c.txt', path.join(root(), 'out.txt'), '..double.txt']);
    for (const folder of [inside, path.join(root(), 'elsewhere')]) {
      assert.deepEqual(locateTrainingFiles(folder, nameTrainingFiles(folder, files)), files);
    }
  });
});
