/** What n-grams reach beside a run: counted once, kept, counted anew for another text, and said where it cannot be. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Baselines } from '../../src/runs/baselines';
import { runFiles } from '../../src/runs/runFolder';
import { trainRun } from '../../src/runs/trainRun';
import { temporaryFolder, writerInto } from './temporaryFolder';

const stop = { stop: new AbortController().signal };
const VERSE = 'The cat sat on the mat. The rat, too, sat on the Cat! '.repeat(30);

describe('baselines of runs', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const train = async (options = {}) => {
    const run = path.join(folder(), '.unroll', 'runs', 'verse');
    const files = [write('verse.txt', VERSE)];
    await trainRun(
      { folder: run, files, options: { cell: 'rnn', hidden: 4, batch: 2, window: 16, updates: 2, device: 'wasm', ...options } },
      { ...stop, tell: () => undefined },
    );
    return run;
  };

  it('are counted once and kept beside the run, until its text or what was kept is another', async () => {
    const run = await train();
    const { baseline } = await new Baselines().of(run, stop);
    assert.ok(baseline && baseline.nats > 0 && baseline.nats < 1, JSON.stringify(baseline)); // it repeats itself
    const { ino } = statSync(runFiles(run).baseline);
    assert.deepEqual(await new Baselines().of(run, stop), { baseline });
    assert.equal(statSync(runFiles(run).baseline).ino, ino);
    for (const damaged of [
      '{',
      '{"version":1}',
      JSON.stringify({ ...JSON.parse(readFileSync(runFiles(run).baseline, 'utf8')), textHash: 'x' }),
    ]) {
      writeFileSync(runFiles(run).baseline, damaged);
      assert.deepEqual(await new Baselines().of(run, stop), { baseline });
    }
    write('verse.txt', `${VERSE}!`);
    assert.deepEqual(await new Baselines().of(run, stop), { baseline }); // what was learned has not changed
    rmSync(runFiles(run).baseline);
    assert.match((await new Baselines().of(run, stop)).missing ?? '', /^The text has changed since/);
    rmSync(path.join(folder(), 'verse.txt'));
    assert.match((await new Baselines().of(run, stop)).missing ?? '', /verse\.txt/);
    symlinkSync('/etc/hostname', runFiles(run).baseline);
    assert.equal((await new Baselines().of(run, stop)).baseline, undefined);
  });

  it('are counted once for all who ask meanwhile; who leaves the queue keeps nobody waiting', async () => {
    const run = await train();
    const baselines = new Baselines();
    let [one, other] = [0, 0];
    const told = await Promise.all([
      baselines.expected(run, 'The cat', { ...stop, progress: () => one++ }),
      assert.rejects(baselines.expected(run, 'The rat', { stop: { aborted: true } }), { name: 'CancelledError' }),
      baselines.expected(run, 'The cat', { ...stop, progress: () => other++ }),
    ]);
    assert.deepEqual(told[0], told[2]);
    // Which of them finds its file first, and so counts, is open.
    const [fewer, more] = [Math.min(one, other), Math.max(one, other)];
    assert.ok(more > fewer && fewer > 0, `${one} and ${other} steps`);
  });

  it('tell a text beside a network, and are none of other tasks, or where nothing is held out', async () => {
    const run = await train({ validation: 0 });
    assert.match((await new Baselines().of(run, stop)).missing ?? '', /^Nothing was held out/);
    const { baseline } = await new Baselines().beside(run, 'The cat', stop);
    assert.equal(baseline?.perCharacter.length, 6);
    assert.ok(Math.abs((baseline?.nats ?? 0) - (baseline?.perCharacter.reduce((sum, each) => sum + each, 0) ?? 1)) < 1e-12);
    const other = path.join(folder(), '.unroll', 'runs', 'gaps');
    await trainRun(
      {
        folder: other,
        files: [path.join(folder(), 'verse.txt')],
        options: { task: 'infill', cell: 'rnn', hidden: 4, updates: 1, device: 'wasm' },
      },
      { ...stop, tell: () => undefined },
    );
    assert.deepEqual(await new Baselines().of(other, stop), {});
    assert.deepEqual(await new Baselines().beside(other, 'The', stop), {});
    await assert.rejects(new Baselines().beside(run, 'The', { stop: { aborted: true } }), { name: 'CancelledError' });
  });
});
