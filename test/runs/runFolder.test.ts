/** Run folders as they are created, named, listed and taken back. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import { createRun, discardRun, freshRunFolder } from '../../src/runs/createRun';
import { listRuns } from '../../src/runs/listRuns';
import { makeFolder } from '../../src/runs/makeFolder';
import { MetricsLog } from '../../src/runs/metricsLog';
import { RunFolderError } from '../../src/runs/runFolder';
import { locateTrainingFiles, nameTrainingFiles } from '../../src/runs/trainingFiles';
import { trainRun } from '../../src/runs/trainRun';
import { StorageError } from '../../src/sources/storageError';
import { done, started } from './events';
import { experiment, loggedRun } from './loggedRun';
import { temporaryFolder } from './temporaryFolder';

describe('run folder', () => {
  const root = temporaryFolder();
  const run = (name: string, told: readonly MetricEvent[]) => loggedRun(root(), name, told);

  it('lists runs, the latest begun first, among whatever else lies there', async () => {
    await run('older', [started(), done(1)]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await run('newer', [started()]);
    const later = await MetricsLog.open(path.join(root(), 'older'));
    await later.append(done(1)); // It changed later, and stays where it was.
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
      runs.map(({ name, status }) => [name, status]),
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
    assert.deepEqual(await listRuns(path.join(root(), 'not there')), { runs: [], unreadable: [], deleted: [] });
  });

  it('never begins a run where there is one', async () => {
    const folder = await run('taken', [started()]);
    await assert.rejects(createRun(folder, experiment), RunFolderError);
  });

  it('is of one of those who begin a run in it at once, from whom the others take nothing', async () => {
    const folder = path.join(root(), 'wanted');
    const request = {
      folder,
      files: [],
      text: 'the cat sat on the mat.\n'.repeat(20),
      options: { hidden: 4, batch: 2, window: 8, updates: 2, device: 'reference' },
    } as const;
    const follower = { stop: new AbortController().signal, tell: () => undefined };
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => trainRun(request, follower)));
    const refusals = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    assert.equal(refusals.length, 5);
    for (const refusal of refusals) assert.ok(refusal instanceof RunFolderError, String(refusal));
    for (const file of ['text.txt', 'experiment.json', 'last.safetensors']) assert.ok(existsSync(path.join(folder, file)), file);
    assert.deepEqual(
      (await listRuns(root())).runs.map(({ name, status }) => [name, status]),
      [['wanted', 'done']],
    );
  });

  it('takes back a run that never started, and nothing else', async () => {
    const folder = path.join(root(), 'new');
    await createRun(folder, experiment, { text: 'text' });
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
