/** Deleted runs are moved, whole, to where they can be brought back from; and are gone after a week. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { writeAbout } from '../../src/runs/aboutFile';
import { listRuns } from '../../src/runs/listRuns';
import { deletedRuns, KEPT, removeDeleted, restoreRun, sweepTrash, trashRun } from '../../src/runs/trash';
import { temporaryFolder } from './temporaryFolder';

const MADE = path.resolve('test', 'runs', 'version-0.1.0', 'runs', 'language-model');
const NOW = Date.UTC(2026, 10, 28);

describe('the trash of runs', () => {
  const root = temporaryFolder();
  const runs = () => path.join(root(), '.unroll', 'runs');
  const run = (name: string) => path.join(runs(), name);
  const copy = (name: string) => cpSync(MADE, run(name), { recursive: true });
  const listed = async () => (await listRuns(runs())).runs.map(({ name }) => name).sort();
  const contents = (folder: string) =>
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'base64')]);

  beforeEach(() => mkdirSync(runs(), { recursive: true }));

  it('gives a run back whole: every file, byte for byte', async () => {
    copy('a');
    const before = contents(run('a'));
    const deleted = await trashRun(run('a'), NOW);
    assert.deepEqual(await listed(), []);
    assert.equal(await restoreRun(deleted), run('a'));
    assert.deepEqual(contents(run('a')), before);
    assert.deepEqual(readdirSync(path.join(runs(), '.trash')), []);
  });

  it('tells what is in it by the name it had, the latest first, several of one folder among them', async () => {
    for (const [at, name] of ['first', 'second', 'third'].entries()) {
      copy('a');
      await writeAbout(run('a'), { name });
      await trashRun(run('a'), NOW + Math.max(0, at - 1)); // two at the same moment
    }
    const deleted = await deletedRuns(runs());
    assert.deepEqual(
      deleted.map(({ name }) => name),
      ['third', 'first', 'second'],
    );
    assert.deepEqual(
      deleted.map(({ deleted: at, goes }) => [at - NOW, goes - at]),
      [
        [1, KEPT],
        [0, KEPT],
        [0, KEPT],
      ],
    );
  });

  it('puts a run beside one that has taken its place meanwhile', async () => {
    copy('a');
    const deleted = await trashRun(run('a'), NOW);
    copy('a');
    copy('a-2');
    assert.equal(await restoreRun(deleted), run('a-3'));
    assert.deepEqual(await listed(), ['a', 'a-2', 'a-3']);
  });

  it('takes no run that another process trains', async () => {
    copy('a');
    writeFileSync(path.join(run('a'), 'training.lock'), `${process.ppid}\n${hostname()}\nother\n`);
    await assert.rejects(trashRun(run('a'), NOW), /a is training in another process \(\d+\)/);
    assert.ok(existsSync(path.join(run('a'), 'last.safetensors')));
  });

  it('takes a run that cannot be read, also one with a folder for a lock', async () => {
    copy('a');
    writeFileSync(path.join(run('a'), 'experiment.json'), '{');
    mkdirSync(path.join(run('a'), 'training.lock'));
    await trashRun(run('a'), NOW);
    assert.deepEqual(
      (await deletedRuns(runs())).map(({ name }) => name),
      ['a'],
    );
  });

  it('leaves nothing behind where a run is not there any more', async () => {
    await assert.rejects(trashRun(run('none'), NOW), /^StorageError: .*none could not be written: it is no longer there/);
    assert.deepEqual(readdirSync(path.join(runs(), '.trash')), []);
    copy('a');
    const deleted = await trashRun(run('a'), NOW);
    await removeDeleted(deleted);
    await assert.rejects(restoreRun(deleted), /a is no longer in the trash/);
  });

  it('is emptied of what was deleted a week ago, and of nothing else', async () => {
    for (const name of ['old', 'new']) copy(name);
    await trashRun(run('old'), NOW - KEPT);
    await trashRun(run('new'), NOW - KEPT + 1);
    const strange = path.join(runs(), '.trash', 'mine');
    mkdirSync(strange);
    await sweepTrash(runs(), NOW);
    assert.deepEqual(
      (await deletedRuns(runs())).map(({ name }) => name),
      ['new'],
    );
    assert.ok(existsSync(strange));
  });

  it('is no way out of the folder of runs', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: Windows has no links for everybody');
      this.skip();
    }
    copy('a');
    const elsewhere = path.join(root(), 'elsewhere');
    mkdirSync(path.join(elsewhere, '1-0'), { recursive: true });
    symlinkSync(elsewhere, path.join(runs(), '.trash'));
    await assert.rejects(trashRun(run('a'), NOW), /\.trash is a link to another place/);
    await sweepTrash(runs(), NOW);
    assert.deepEqual((await listRuns(runs())).deleted, []);
    assert.ok(existsSync(path.join(elsewhere, '1-0')), 'nothing elsewhere is removed');
    for (const folder of [elsewhere, run('a'), path.join(root(), '.trash', 'x-1', 'a')]) {
      await assert.rejects(restoreRun(folder), /is not in the trash/);
      await assert.rejects(removeDeleted(folder), /is not in the trash/);
    }
    assert.ok(existsSync(run('a')));
  });

  it('of a folder of runs that is a link is neither listed nor swept', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: Windows has no links for everybody');
      this.skip();
    }
    copy('a');
    await trashRun(run('a'), NOW - KEPT);
    const real = path.join(root(), 'real');
    renameSync(runs(), real);
    symlinkSync(real, runs());
    await sweepTrash(runs(), NOW);
    assert.equal((await deletedRuns(real)).length, 1);
    await assert.rejects(deletedRuns(runs()), /is a link to another place/);
    assert.deepEqual((await listRuns(runs())).deleted, []);
  });

  it('removes links in it, never what they lead to', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: Windows has no links for everybody');
      this.skip();
    }
    copy('a');
    const outside = path.join(root(), 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'mine.txt'), 'mine');
    symlinkSync(outside, path.join(run('a'), 'link'));
    await removeDeleted(await trashRun(run('a'), NOW));
    assert.equal(readFileSync(path.join(outside, 'mine.txt'), 'utf8'), 'mine');
  });
});
