// Where a run is kept: in its workspace, or, where nothing can be written there, in the extension's own storage, and why.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RunFolders } from '../../src/host/workspace/runFolders';
import { Uri, workspace } from './fakeVscode';

describe('where a run is kept', () => {
  let folder: string;
  const inFolder = (name: string) => path.join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'run-folders-'));
    workspace.folder = folder;
  });
  afterEach(() => {
    workspace.folder = undefined;
    rmSync(folder, { recursive: true });
  });

  const rootFor = () => new RunFolders(Uri.file(inFolder('storage')) as never).rootFor();

  it('is the workspace, whether there are runs already or none', async () => {
    assert.deepEqual(await rootFor(), { root: inFolder('.unroll/runs') });
    assert.ok(!existsSync(inFolder('.unroll')), 'nothing is made by asking');
    mkdirSync(inFolder('.unroll/runs'), { recursive: true });
    assert.deepEqual(await rootFor(), { root: inFolder('.unroll/runs') });
  });

  for (const [what, make, why] of [
    ['.unroll is a file', () => writeFileSync(inFolder('.unroll'), ''), /\(ENOTDIR\)/],
    ['.unroll is a link', () => symlinkSync(tmpdir(), inFolder('.unroll')), /\(\.unroll is a link to another place\)/],
    [
      'the folder of runs is a link to nothing',
      () => {
        mkdirSync(inFolder('.unroll'));
        symlinkSync(inFolder('none'), inFolder('.unroll/runs'));
      },
      /\(runs is a link to another place\)/,
    ],
  ] as const)
    it(`is the extension's own storage where ${what}`, async () => {
      make();
      const { root, note } = await rootFor();
      assert.equal(root, inFolder('storage/runs'));
      assert.match(note ?? '', why);
    });
});
