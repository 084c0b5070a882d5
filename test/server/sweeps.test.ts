/** A sweep in the engine process, as the host asks for it: looked at, trained by processes of its own, stopped as a whole or run by run, gone on with. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { until } from '../vscode/until';
import { engineBench, SMALL, VERSE } from './engineBench';

describe('a sweep in the engine process', function () {
  this.timeout(120_000);
  const { engine, root, run, file, standing, stated } = engineBench();
  const runs = () => path.join(root(), '.unroll', 'runs');
  const sizes = (updates: number) => {
    file('verse.txt', VERSE);
    return file('sizes.unroll.json', JSON.stringify({ ...SMALL, updates, hidden: [6, 8, 10], files: ['verse.txt'] }));
  };

  it('says what it will be, trains every run to the weights that it has by itself, and tells of each as of any training', async () => {
    const { api, batches } = engine();
    const sweep = sizes(30);
    const { runs: count, varied, finished } = await api.openSweep(sweep, runs(), []);
    assert.deepEqual([count, varied, finished], [3, ['hidden'], 0]);
    const rows = await api.trainSweep(sweep);
    assert.deepEqual(
      rows.map(({ standing, values, state }) => [standing, values.hidden, state?.status]),
      [6, 8, 10].map((hidden) => ['ended', hidden, 'done']),
    );
    const told = new Set(batches.map(({ folder }) => folder));
    assert.deepEqual([...told].sort(), rows.map(({ folder }) => folder).sort());
    await api.train({ folder: run('alone'), files: [path.join(root(), 'verse.txt')], options: { ...SMALL, updates: 30, hidden: 8 } });
    assert.deepEqual(standing(path.basename(rows[1]?.folder ?? '')), standing('alone'));
    assert.equal((await api.openSweep(sweep, runs(), [])).finished, 3, 'trained again, nothing is left to do');
  });

  it('one run can be stopped alone, or all; and it goes on with them', async () => {
    const { api } = engine();
    const sweep = sizes(20_000);
    await api.openSweep(sweep, runs(), []);
    const training = api.trainSweep(sweep);
    const listed = async () => (await api.runs(runs())).runs.filter(({ update }) => update > 20);
    await until('two runs train', async () => (await listed()).length >= 2);
    await assert.rejects(api.openSweep(sweep, runs(), []), stated('RunFolderError', /sizes\.unroll\.json is training already/));
    const [one] = await listed();
    assert.equal(await api.stop(one?.folder ?? ''), true);
    assert.equal(await api.stop(run('none')), false);
    await until('the next run takes its turn', async () => (await listed()).length >= 3);
    await api.stopSweep(sweep);
    const rows = await training;
    assert.deepEqual(new Set(rows.map(({ state }) => state?.status)), new Set(['stopped']));
    assert.equal((await api.openSweep(sweep, runs(), [])).begun, 3);
  });

  it('is refused as an experiment is: what lies outside, what is misspelt, what was not opened', async () => {
    const { api } = engine();
    const outside = file('in/out.unroll.json', JSON.stringify({ hidden: [6, 8], files: ['../verse.txt'] }));
    file('verse.txt', VERSE);
    await assert.rejects(api.openSweep(outside, runs(), []), stated('OutsideFileError', /names a file outside its folder/));
    assert.equal((await api.openSweep(outside, runs(), 'anything')).runs, 2);
    const bad = file('bad.unroll.json', JSON.stringify({ hiden: [6, 8], hidden: [1, 2], files: ['verse.txt'] }));
    await assert.rejects(api.openSweep(bad, runs(), []), stated('ExperimentFileError', /Did you mean hidden/));
    await assert.rejects(api.trainSweep(bad), stated('RunFolderError', /was not opened as a sweep/));
  });

  it('trains anew what was deleted meanwhile, and nothing else', async () => {
    const { api } = engine();
    const sweep = sizes(20);
    await api.openSweep(sweep, runs(), []);
    const [, second] = await api.trainSweep(sweep);
    rmSync(second?.folder ?? assert.fail(), { recursive: true });
    assert.equal((await api.openSweep(sweep, runs(), [])).finished, 2);
    const rows = await api.trainSweep(sweep);
    assert.deepEqual(
      rows.map(({ state }) => state?.status),
      ['done', 'done', 'done'],
    );
  });
});
