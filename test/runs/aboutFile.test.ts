/** The name and the note that a person gives to a run: kept beside it, shown wherever the run is named, harmless whoever wrote them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { MOST_NAME, MOST_NOTE, plainName, plainNote } from '../../src/protocol/aboutRun';
import { readAbout, writeAbout } from '../../src/runs/aboutFile';
import { checkpointOf } from '../../src/runs/checkpointOf';
import { listRuns } from '../../src/runs/listRuns';
import { RunFolderError } from '../../src/runs/runFolder';
import { readSummary } from '../../src/runs/runSummary';
import { holdingTrainingLock, refuseTrainingElsewhere } from '../../src/runs/trainingLock';
import { done, started, updated } from './events';
import { loggedRun } from './loggedRun';
import { temporaryFolder } from './temporaryFolder';

const TOLD = [started(), updated(1), done(1)];

describe('what is said of a run', () => {
  const root = temporaryFolder();
  const made = (name = 'hello-lstm') => loggedRun(root(), name, TOLD);
  const about = (folder: string) => path.join(folder, 'about.json');

  it('is its folder until it is named, then its name, and its folder again when the name is taken away', async () => {
    const folder = await made();
    const shown = async () => (await readSummary(folder)).name;
    assert.equal(await shown(), 'hello-lstm');
    await writeAbout(folder, { name: 'The good one' });
    assert.equal(await shown(), 'The good one');
    assert.deepEqual(
      (await listRuns(root())).runs.map(({ name, folder: at }) => [name, path.basename(at)]),
      [['The good one', 'hello-lstm']],
    );
    await writeAbout(folder, { name: '' });
    assert.equal(await shown(), 'hello-lstm');
    assert.ok(!existsSync(about(folder)), 'nothing is left of it');
  });

  it('has a name and a note that are changed apart, and both last', async () => {
    const folder = await made();
    await writeAbout(folder, { note: 'too big a rate\nsee run 2' });
    await writeAbout(folder, { name: 'first' });
    assert.deepEqual(await readAbout(folder), { name: 'first', note: 'too big a rate\nsee run 2' });
    await writeAbout(folder, { note: '' });
    assert.deepEqual(await readAbout(folder), { name: 'first' });
  });

  it('is written while the run trains, which goes on undisturbed', async () => {
    const folder = await made();
    await holdingTrainingLock(folder, async (lock) => {
      const before = readdirSync(folder).sort();
      await writeAbout(folder, { name: 'in the middle' });
      await lock.require();
      assert.deepEqual(readdirSync(folder).sort(), [...before, 'about.json'].sort());
    });
    assert.equal((await readSummary(folder)).name, 'in the middle');
  });

  it('is what a run is called where something is said of it', async () => {
    const folder = await made();
    await writeAbout(folder, { name: 'The good one' });
    await assert.rejects(checkpointOf(folder), /^RunFolderError: The good one has no checkpoint yet\./);
    writeFileSync(path.join(folder, 'training.lock'), `${process.ppid}\n${hostname()}\nother\n`);
    await assert.rejects(refuseTrainingElsewhere(folder), /^RunFolderError: The good one is training in another process/);
  });

  it('is refused where it is longer than anybody means, and of what is no run', async () => {
    const folder = await made();
    await writeAbout(folder, { name: '𝕏'.repeat(MOST_NAME), note: 'é\n'.repeat(MOST_NOTE / 2) });
    await assert.rejects(
      writeAbout(folder, { name: 'x'.repeat(MOST_NAME + 1) }),
      new RunFolderError('A name has up to 100 characters; this has 101.'),
    );
    await assert.rejects(
      writeAbout(folder, { note: 'x'.repeat(10_000_000) }),
      /^RunFolderError: A note has up to 4,000 characters; this has 10,000,000\.$/,
    );
    assert.equal((await readSummary(folder)).name, '𝕏'.repeat(MOST_NAME));
    await assert.rejects(writeAbout(path.join(root(), 'none'), { name: 'x' }), /There is no run in/);
  });

  it('is text and nothing else, whatever was written', async () => {
    const folder = await made();
    await writeAbout(folder, {
      name: ' \u202egnp.exe\u0007\u001b[31mred\n[run](command:workbench.action.quit) $(trash) ',
      note: '\r\n\n\u0000# Head\r\n<img src=x onerror=alert(1)>\u2028[x](command:y)\t|\n\n',
    });
    const { name, note } = await readAbout(folder);
    assert.equal(name, 'gnp.exe [31mred [run] (command:workbench.action.quit) $ (trash)');
    assert.equal(note, '# Head\n<img src=x onerror=alert(1)>\n[x](command:y)\t|');
  });

  it('keeps what scripts and emoji need', () => {
    assert.equal(plainName('می\u200cخواهم 👩\u200d👧 e\u0301'), 'می\u200cخواهم 👩\u200d👧 é');
    assert.equal(plainNote('  indented\n\tmore  \n\nend'), '  indented\n\tmore  \n\nend');
  });

  const HOSTILE: Readonly<Record<string, (file: string) => void>> = {
    'a folder': (file) => mkdirSync(file),
    'a link to a file outside': (file) => symlinkSync(path.join(root(), 'outside.json'), file),
    'a link to an endless device': (file) => symlinkSync('/dev/zero', file),
    'a pipe': (file) => assert.equal(spawnSync('mkfifo', [file]).status, 0),
    '10 MB': (file) => writeFileSync(file, JSON.stringify({ version: 1, name: 'x'.repeat(10_000_000) })),
    'no JSON': (file) => writeFileSync(file, '{"version": 1, "na'),
    'another version': (file) => writeFileSync(file, '{"version": 2, "name": "x"}'),
    'a name of a thousand characters': (file) => writeFileSync(file, JSON.stringify({ version: 1, name: 'x'.repeat(1000) })),
    'a name that is none': (file) => writeFileSync(file, '{"version": 1, "name": {"toString": 1}}'),
  };
  for (const [what, put] of Object.entries(HOSTILE)) {
    it(`hurts no run where ${what} is in its place, and is said to be unread`, async function () {
      if (process.platform === 'win32') {
        console.log('      skipped: Windows has neither these devices nor links for everybody');
        this.skip();
      }
      const folder = await made();
      writeFileSync(path.join(root(), 'outside.json'), '{"version":1,"name":"stolen"}');
      put(about(folder));
      const { runs, unreadable } = await listRuns(root());
      assert.deepEqual([runs.length, unreadable.length], [1, 0]);
      assert.equal(runs[0]?.name, 'hello-lstm');
      assert.match(runs[0]?.aboutUnread ?? '', /about\.json/);
      if (what === 'a folder') return;
      await writeAbout(folder, { name: 'mine' });
      assert.equal((await readSummary(folder)).name, 'mine');
      assert.equal(
        readFileSync(path.join(root(), 'outside.json'), 'utf8'),
        '{"version":1,"name":"stolen"}',
        'what it was linked to is as it was',
      );
    });
  }

  it('makes a folder of a hostile name harmless too', async function () {
    if (process.platform === 'win32') {
      console.log('      skipped: Windows has no such names');
      this.skip();
    }
    await made('[click](command:x)\u202e\u001b[2J');
    assert.equal((await listRuns(root())).runs[0]?.name, '[click] (command:x) [2J');
  });
});
