// Where runs are kept is said once, with an offer to keep them out of git, or of the Explorer where there is no git.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { IgnoreRuns } from '../../src/host/workspace/ignoreRuns';
import type { RunFolders } from '../../src/host/workspace/runFolders';
import { memento } from './fakes';
import { settings, Uri } from './fakeVscode';

describe('the folder of runs', () => {
  let workspace: string;
  let run: string;
  let ignoreRuns: IgnoreRuns;
  beforeEach(() => {
    workspace = mkdtempSync(path.join(tmpdir(), 'ignore-runs-'));
    run = path.join(workspace, '.unroll/runs/poem-gru');
    settings.clear();
    const workspaceOf = (folder: string) => (folder === run ? { uri: Uri.file(workspace) } : undefined);
    ignoreRuns = new IgnoreRuns(memento(), { workspaceOf } as unknown as RunFolders);
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  const withGit = (ignored?: string) => {
    mkdirSync(path.join(workspace, '.git'));
    if (ignored !== undefined) writeFileSync(path.join(workspace, '.gitignore'), ignored);
  };
  const ignored = () => readFileSync(path.join(workspace, '.gitignore'), 'utf8');

  it('is told of once, and never again', async () => {
    const offer = await ignoreRuns.offer(run);
    assert.deepEqual([offer?.said, offer?.action.title], ['It is kept in .unroll/runs/poem-gru.', 'Hide .unroll in the Explorer']);
    assert.equal(await ignoreRuns.offer(run), undefined);
  });

  it('is not told of where the run is kept elsewhere, or is ignored already', async () => {
    assert.equal(await ignoreRuns.offer('/elsewhere/poem-gru'), undefined);
    withGit('node_modules\n.unroll/\n');
    assert.equal(await ignoreRuns.offer(run), undefined);
  });

  for (const [before, after] of [
    [undefined, '.unroll/\n'],
    ['dist\n', 'dist\n.unroll/\n'],
    ['dist', 'dist\n.unroll/\n'],
    ['dist\r\n', 'dist\r\n.unroll/\r\n'],
    ['.unroll/\n', '.unroll/\n'],
  ] as const) {
    it(`gets a line in a .gitignore that is ${JSON.stringify(before)}`, async () => {
      withGit(before);
      await ignoreRuns.ignore(run);
      assert.equal(ignored(), after);
    });
  }

  it('changes no file that a link leads to, waits for no pipe, and damages no text', async () => {
    withGit();
    const outside = path.join(workspace, 'outside');
    writeFileSync(outside, 'mine\n');
    const gitIgnore = path.join(workspace, '.gitignore');
    for (const poison of [
      () => symlinkSync(outside, gitIgnore),
      () => symlinkSync('/dev/zero', gitIgnore),
      () => assert.equal(spawnSync('mkfifo', [gitIgnore]).status, 0),
      () => writeFileSync(gitIgnore, Buffer.from([0x64, 0xff, 0x0a])),
      () => writeFileSync(gitIgnore, Buffer.alloc(2e6, 0x61)),
    ]) {
      poison();
      await assert.rejects(ignoreRuns.ignore(run), /is left as it is/);
      assert.equal(await new IgnoreRuns(memento(), { workspaceOf: () => ({ uri: Uri.file(workspace) }) } as never).offer(run), undefined);
      rmSync(gitIgnore);
    }
    assert.equal(readFileSync(outside, 'utf8'), 'mine\n');
  });

  it('is hidden in the Explorer where there is no git, and nothing that was hidden comes back', async () => {
    settings.set('files.exclude', { '**/dist': true });
    await ignoreRuns.ignore(run);
    assert.deepEqual(settings.get('files.exclude'), { '**/dist': true, '**/.unroll': true });
  });
});
