/** Folders that appear with all that is in them are told of alone: runs in them are looked for all the same. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { RunFolders } from '../../src/host/workspace/runFolders';
import { watchRuns } from '../../src/host/workspace/runsWatcher';
import { Uri, workspace } from './fakeVscode';

describe('watching runs', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());
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

  for (const [on, what] of [
    ['/w', '/w/.unroll'],
    ['/w', '/w/.unroll/runs'],
    ['/w/.unroll/runs', '/w/.unroll/runs/a'],
  ] as const)
    it(`${what} is looked into, and twice more when its files may have come without a word`, () => {
      const { watching, looked } = told(on, what);
      for (const [milliseconds, times] of [
        [600, 1],
        [3_000, 2],
        [12_000, 3],
        [60_000, 3],
      ] as const) {
        mock.timers.tick(milliseconds);
        assert.equal(looked(), times);
      }
      watching.dispose();
    });

  it('ends with it: nothing is looked for later', () => {
    for (const before of [0, 600, 4_000]) {
      const { watching, looked } = told('/w', '/w/.unroll');
      mock.timers.tick(before);
      watching.dispose();
      const times = looked();
      mock.timers.tick(60_000);
      assert.equal(looked(), times, `disposed of after ${before} ms`);
    }
  });

  it('a name or a note that another window changed is looked at', () => {
    const { watching, looked } = told('/w/.unroll/runs', '/w/.unroll/runs/a/metrics.jsonl');
    const watcher = workspace.watchers.find(({ pattern }) => pattern.pattern === '*/about.json');
    watcher?.changed.fire(Uri.file('/w/.unroll/runs/a/about.json'));
    mock.timers.tick(600);
    assert.equal(looked(), 1);
    watching.dispose();
  });

  it('metrics that are written are no news, and what lies around the storage of the extension is not watched', () => {
    const { watching, looked } = told('/w/.unroll/runs', '/w/.unroll/runs/a/metrics.jsonl');
    mock.timers.tick(60_000);
    assert.equal(looked(), 0);
    assert.deepEqual(workspace.watchers.map(({ pattern }) => [pattern.baseUri.fsPath, pattern.pattern]).sort(), [
      ['/storage/runs', '**'],
      ['/storage/runs', '*/about.json'],
      ['/w', '.unroll{,/runs}'],
      ['/w/.unroll/runs', '**'],
      ['/w/.unroll/runs', '*/about.json'],
    ]);
    watching.dispose();
  });
});
