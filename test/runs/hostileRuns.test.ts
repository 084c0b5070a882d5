/** A workspace of a stranger: whatever lies in its run folders, it is refused by name, and hurts no other run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { CheckpointName } from '../../src/protocol/engineProtocol';
import { Baselines } from '../../src/runs/baselines';
import { freshRunFolder } from '../../src/runs/createRun';
import { readInitialWeights } from '../../src/runs/initialWeights';
import { listRuns } from '../../src/runs/listRuns';
import { ModelShelf } from '../../src/runs/modelShelf';
import { resumeRun } from '../../src/runs/resumeRun';
import { readHistory } from '../../src/runs/runSummary';
import { OutsideFileError } from '../../src/runs/trainingFiles';
import { readNamed } from '../../src/sources/readNamed';
import { StorageError } from '../../src/sources/storageError';
import { temporaryFolder } from './temporaryFolder';

const FILES = [
  'experiment.json',
  'metrics.jsonl',
  'samples.jsonl',
  'summary.json',
  'curve.json',
  'baseline.json',
  'last.safetensors',
  'best.safetensors',
  'update-3.safetensors',
  'training.lock',
  'training.lock.takeover',
  'text.txt',
];
/** Files that are asked for by name. */
const WHICH: Readonly<Record<string, CheckpointName>> = { 'best.safetensors': 'best', 'update-3.safetensors': 3 };
/** What is beside the lock is made and removed, and never read. */
const UNASKED = ['training.lock.takeover'];
const MADE = path.resolve('test', 'runs', 'version-0.1.0');
const NAMED = /(is a link to another place|it is no longer there|is no file but a device or a pipe|is a folder where a file should be)/;

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
        // What is beside a lock is only looked at where that is of a process that is gone.
        if (file.endsWith('.takeover')) writeFileSync(path.join(run('bad'), 'training.lock'), '4194304\n');
        const { runs: found, unreadable } = await listRuns(runs());
        assert.ok(found.some(({ name, status }) => name === 'good' && status === 'done'));
        assert.equal(found.length + unreadable.length, 2, 'it is there, one way or the other');
        for (const { reason } of unreadable) assert.match(reason, NAMED);
        const shelf = new ModelShelf();
        const attempts = await Promise.allSettled([
          readHistory(run('bad')),
          shelf.use(run('bad'), async () => 'opened', { which: WHICH[file] ?? 'last' }),
          readInitialWeights({ weights: run('bad') }),
          resume('bad'),
          new Baselines().of(run('bad'), { stop: { aborted: false } }).then(({ missing }) => {
            if (missing !== undefined) throw new Error(missing);
          }),
        ]);
        await shelf.dispose();
        const refusals = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [String(attempt.reason.message)] : []));
        assert.ok(refusals.some((reason) => NAMED.test(reason) && reason.includes(file)) || UNASKED.includes(file), refusals.join('\n'));
        assert.equal(readFileSync(outside(), 'utf8'), 'mine\n', 'nothing was written there');
        assert.ok(!existsSync(`${outside()}.none`), 'nor made');
      });
    }
  }

  it('that is a link itself, or lies in a folder that is one, is neither read nor written to', async () => {
    const elsewhere = path.join(root(), 'elsewhere');
    renameSync(run('good'), elsewhere);
    symlinkSync(elsewhere, run('linked'));
    copy('good');
    const { runs: found, unreadable } = await listRuns(runs());
    assert.deepEqual([found.map(({ name }) => name), unreadable.map(({ name }) => name)], [['good'], ['linked']]);
    assert.match(unreadable[0]?.reason ?? '', /linked is a link to another place/);
    const before = readFileSync(path.join(elsewhere, 'metrics.jsonl'));
    await assert.rejects(resume('linked'), /linked is a link to another place/);
    assert.deepEqual(readFileSync(path.join(elsewhere, 'metrics.jsonl')), before);

    for (const linked of [runs(), path.dirname(runs())]) {
      renameSync(linked, `${linked}.away`);
      symlinkSync(`${linked}.away`, linked);
      const listed = await listRuns(runs());
      assert.deepEqual([listed.runs, listed.unreadable.map(({ folder }) => folder)], [[], [runs()]]);
      assert.match(listed.unreadable[0]?.reason ?? '', /is a link to another place.*runsFolder/);
      await assert.rejects(freshRunFolder(runs(), 'new'), /is a link to another place/);
      rmSync(linked);
      renameSync(`${linked}.away`, linked);
    }
    assert.equal((await listRuns(runs())).runs.length, 1);
  });

  it('in a folder of runs that is a file, or may not be read, is no reason to hide other runs', async () => {
    const { runs: none, unreadable } = await listRuns(path.join(run('good'), 'experiment.json'));
    assert.deepEqual([none, unreadable.length], [[], 1]);
  });

  it('whose log is one file with another somewhere else is not written to', async () => {
    copy('twin');
    rmSync(path.join(run('twin'), 'metrics.jsonl'));
    linkSync(outside(), path.join(run('twin'), 'metrics.jsonl'));
    await assert.rejects(resume('twin'), /another name elsewhere \(a hard link\)/);
    assert.equal(readFileSync(outside(), 'utf8'), 'mine\n');
  });

  it('is one of thousands, beside folders of any depth', async () => {
    for (let n = 0; n < 2000; n++) {
      mkdirSync(run(`r${n}`));
      writeFileSync(path.join(run(`r${n}`), 'experiment.json'), n % 2 ? '{}' : readFileSync(path.join(run('good'), 'experiment.json')));
    }
    let deep = run('deep');
    for (let n = 0; n < 300; n++) deep = path.join(deep, 'd');
    mkdirSync(deep, { recursive: true });
    const listed = await listRuns(runs());
    assert.deepEqual([listed.runs.length, listed.unreadable.length], [1001, 1000]);
  });

  it('says as much as there is room for, however much its files say', async () => {
    for (let n = 0; n < 200; n++) {
      copy(`long${n}`);
      change(`long${n}`, { cellSource: `# ${'x'.repeat(90_000)}` });
    }
    const { runs: found, unreadable } = await listRuns(runs(), undefined, 5_000_000);
    assert.ok(found.length >= 50 && found.length < 100, `${found.length}`);
    assert.deepEqual(
      unreadable.map(({ folder }) => folder),
      [runs()],
    );
    assert.match(unreadable[0]?.reason ?? '', /has more runs than are listed/);
    assert.equal((await listRuns(runs())).runs.length, 201);
  });

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
    copy('folder');
    mkdirSync(path.join(root(), 'texts', 'deep'), { recursive: true });
    symlinkSync(elsewhere, path.join(root(), 'texts', 'deep', 'verse.txt'));
    change('folder', { files: ['texts'] });
    await assert.rejects(resume('folder'), (error) => error instanceof OutsideFileError && error.message.includes('deep'));
    assert.equal((await resume('folder', 'anything')).update, 26);
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
