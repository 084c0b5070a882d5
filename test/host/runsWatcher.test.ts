/** Folders that appear with all that is in them are told of alone: runs in them are looked for all the same. */
import assert from 'node:assert/strict';
import type { RunFolders } from '../../src/host/workspace/runFolders';
import { watchRuns } from '../../src/host/workspace/runsWatcher';
import { Uri, workspace } from './fakeVscode';

describe('watching runs', function () {
  this.timeout(10_000);
  const roots = [
    { label: 'w', path: '/w/.unroll/runs' },
    { label: 'Elsewhere', path: '/storage/runs' },
  ];
  const told = (on: string, what: string) => {
    workspace.watchers.length = 0;
    workspace.folder = '/w';
    let looked = 0;
    const watching = watchRuns({ roots } as unknown as RunFolders, () => looked++);
    const watcher = workspace.watchers.find(({ pattern }) => pattern.baseUri.fsPath === on);
    watcher?.created.fire(Uri.file(what));
    return { watching, looked: () => looked };
  };
  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  for (const [on, what] of [
    ['/w', '/w/.unroll'],
    ['/w', '/w/.unroll/runs'],
    ['/w/.unroll/runs', '/w/.unroll/runs/a'],
  ] as const)
    it(`${what} is looked into, and once more when its files may have come without a word`, async () => {
      const { watching, looked } = told(on, what);
      await wait(600);
      assert.equal(looked(), 1);
      await wait(3_000);
      assert.equal(looked(), 2);
      watching.dispose();
    });

  it('metrics that are written are no news, and what lies around the storage of the extension is not watched', async () => {
    const { watching, looked } = told('/w/.unroll/runs', '/w/.unroll/runs/a/metrics.jsonl');
    await wait(500);
    assert.equal(looked(), 0);
    assert.deepEqual(workspace.watchers.map(({ pattern }) => [pattern.baseUri.fsPath, pattern.pattern]).sort(), [
      ['/storage/runs', '**'],
      ['/w', '.unroll{,/runs}'],
      ['/w/.unroll/runs', '**'],
    ]);
    watching.dispose();
  });
});
