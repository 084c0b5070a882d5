/** A workspace of a stranger: whatever lies in its run folders, it is refused by name, and hurts no other run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Baselines } from '../../src/runs/baselines';
import { listRuns } from '../../src/runs/listRuns';
import { ModelShelf } from '../../src/runs/modelShelf';
import { resumeRun } from '../../src/runs/resumeRun';
import { readHistory } from '../../src/runs/runSummary';
import { OutsideFileError } from '../../src/runs/trainingFiles';
import { readNamed } from '../../src/sources/readNamed';
import { StorageError } from '../../src/sources/storageError';
import { temporaryFolder } from './temporaryFolder';

const FILES = ['experiment.json', 'metrics.jsonl', 'samples.jsonl', 'last.safetensors', 'best.safetensors', 'training.lock', 'text.txt'];
const MADE = path.resolve('test', 'runs', 'version-0.1.0');
const NAMED = /(is a link to another place|is no file but a device or a pipe|is a folder where a file should be)/;

/** What may lie where a file of a run should. */
const POISONS: Readonly<Record<string, (file: string, outside: string) => void>> = {
  'a link to a file': (file, outside) => symlinkSync(outside, file),
  'a link to nothing': (file, outside) => symlinkSync(`${outside}.none`, file),
  'a link to an endless device': (file) => symlinkSync('/dev/zero', file),
  'a pipe that nobody writes to': (file) => assert.equal(spawnSync('mkfifo', [file]).status, 0),
  'a folder': (file) => mkdirSync(file),
};

describe('a run of a stranger', function () {
  this.timeout(30_000);
  const root = temporaryFolder();
  const runs = () => path.join(root(), '.unroll', 'runs');
  const run = (name: string) => path.join(runs(), name);
  const outside = () => path.join(root(), 'outside.txt');
  const copy = (name: string) => cpSync(path.join(MADE, 'runs', 'language-model'), run(name), { recursive: true });
  const follower = { stop: new AbortController().signal, tell: () => undefined };
  const resume = (name: string, readable: readonly string[] | 'anything' = []) =>
    resumeRun(run(name), { updates: 26 }, follower, { readable });
  const change = (name: string, settings: object) => {
    const file = path.join(run(name), 'experiment.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...settings }));
  };

  beforeEach(() => {
    mkdirSync(runs(), { recursive: true });
    cpSync(path.join(MADE, 'verse.txt'), path.join(root(), 'verse.txt'));
    writeFileSync(outside(), 'mine\n');
    copy('good');
  });

  for (const [what, poison] of Object.entries(POISONS)) {
    for (const file of FILES) {
      it(`with ${what} in the place of ${file}`, async function () {
        if (process.platform === 'win32') {
          console.log('      skipped: Windows has neither these devices nor links for everybody');
          this.skip();
        }
        copy('bad');
        const place = path.join(run('bad'), file);
        if (existsSync(place)) renameSync(place, path.join(root(), 'moved'));
        poison(place, outside());
        const { runs: found, unreadable } = await listRuns(runs());
        assert.ok(found.some(({ name, status }) => name === 'good' && status === 'done'));
        assert.equal(found.length + unreadable.length, 2, 'it is there, one way or the other');
        for (const { reason } of unreadable) assert.match(reason, NAMED);
        const shelf = new ModelShelf();
        const attempts = await Promise.allSettled([
          readHistory(run('bad')),
          shelf.use(run('bad'), async () => 'opened', { which: file === 'best.safetensors' ? 'best' : 'last' }),
          resume('bad'),
        ]);
        await shelf.dispose();
        const refusals = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [String(attempt.reason.message)] : []));
        assert.ok(
          refusals.some((reason) => NAMED.test(reason) && reason.includes(file)) || file === 'best.safetensors',
          refusals.join('\n'),
        );
        assert.equal(readFileSync(outside(), 'utf8'), 'mine\n', 'nothing was written there');
        assert.ok(!existsSync(`${outside()}.none`), 'nor made');
      });
    }
  }

  it('with files, or lines, larger than any of ours', async () => {
    for (const [name, file, bytes] of [
      ['big', 'experiment.json', 5e6],
      ['long', 'metrics.jsonl', 2e7],
      ['huge', 'metrics.jsonl', 5e12],
    ] as const) {
      copy(name);
      truncateSync(path.join(run(name), file), bytes);
    }
    const { runs: found, unreadable } = await listRuns(runs());
    assert.ok(found.some(({ name }) => name === 'good'));
    for (const { reason } of unreadable) assert.match(reason, /has (more than|a line of more than) \d+ MB/);
    for (const name of ['big', 'long', 'huge']) await assert.rejects(readHistory(run(name)), /has (more than|a line of more than) \d+ MB/);
  });

  it('that names files outside its workspace has them read only where the user said so', async () => {
    const elsewhere = path.join(root(), '..', `${path.basename(root())}-elsewhere.txt`);
    cpSync(path.join(MADE, 'verse.txt'), elsewhere);
    copy('far');
    change('far', { files: [elsewhere] });
    const refused = (error: unknown) => error instanceof OutsideFileError && error.message.includes(elsewhere);
    await assert.rejects(resume('far'), refused);
    const { missing } = await new Baselines().of(run('far'), { stop: { aborted: false } });
    assert.match(missing ?? '', /lies outside its workspace/);
    assert.doesNotMatch(missing ?? '', /allow/, 'a report has nobody who could');
    copy('climbs');
    change('climbs', { files: [`../${path.basename(elsewhere)}`] });
    await assert.rejects(resume('climbs'), (error) => error instanceof OutsideFileError);
    copy('linked');
    symlinkSync(elsewhere, path.join(root(), 'inside.txt'));
    change('linked', { files: ['inside.txt'] });
    await assert.rejects(resume('linked'), (error) => error instanceof OutsideFileError);
    assert.equal((await resume('far', [path.dirname(elsewhere)])).update, 26);
    assert.equal((await resume('climbs', 'anything')).update, 26);
  });

  it('of a newer Unroll, or with settings that cannot be, is refused by name', async () => {
    for (const [name, settings] of [
      ['newer', { version: 2 }],
      ['unknown', { warmth: 3 }],
      ['wild', { hidden: -1 }],
    ] as const) {
      copy(name);
      change(name, settings);
    }
    const reasons = (await listRuns(runs())).unreadable.map(({ reason }) => reason);
    assert.match(reasons[0] ?? '', /version 2, and this Unroll reads version 1/);
    assert.match(reasons[1] ?? '', /does not know the setting warmth/);
    assert.match(reasons[2] ?? '', /setting hidden cannot be used/);
  });

  it('with files that a user names as weights or cells: devices and pipes are refused, and what is too large', async () => {
    for (const device of ['/dev/zero', '/dev/full'].filter((file) => existsSync(file)))
      await assert.rejects(readNamed(device, 1e6), (error) => error instanceof StorageError && NAMED.test(error.message));
    writeFileSync(path.join(root(), 'large'), Buffer.alloc(2000));
    await assert.rejects(readNamed(path.join(root(), 'large'), 1999), /has more than 1 KB/);
    assert.equal((await readNamed(path.join(root(), 'large'), 2000)).length, 2000);
    const endless = ['/proc/kmsg', '/proc/self/mem'].filter((file) => existsSync(file));
    for (const file of endless) await assert.rejects(readNamed(file, 1e6), StorageError);
  });
});
