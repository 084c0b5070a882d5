/** A comparison that runs are added to while they train: what comes to one that was closed meanwhile is nobody's, and no error. */
import assert from 'node:assert/strict';
import { ComparePanel } from '../../src/host/panels/comparePanel';
import { fakeRun } from './fakes';
import { EventEmitter, Uri } from './fakeVscode';

describe('a comparison of runs', () => {
  function bench() {
    const posted: unknown[] = [];
    const received = new EventEmitter<unknown>();
    const asked: string[] = [];
    const webview = {
      postMessage: async (message: unknown) => void posted.push(message),
      onDidReceiveMessage: received.event,
      asWebviewUri: (uri: unknown) => uri,
    };
    const nothing = new EventEmitter<never>().event;
    const history = async (folder: string) => {
      asked.push(folder);
      return { summary: fakeRun(folder), curve: [] };
    };
    const around = {
      extension: Uri.file('/unroll'),
      engine: { api: { history } },
      runs: { onDidProgress: nothing, onDidChange: nothing, find: () => undefined },
      lastEditor: {},
      annotations: {},
    };
    const webviewPanel = { webview, visible: true, onDidChangeViewState: nothing };
    const panel = new ComparePanel(['/runs/a'], [], webviewPanel as never, around as never);
    const load = async () => {
      received.fire({ t: 'q', i: '1', m: 'ready', a: [] });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return { panel, posted, asked, load };
  }

  it('is told of runs that came since, once', async () => {
    const { panel, asked, posted, load } = bench();
    await load();
    const before = posted.length;
    await panel.add(['/runs/a', '/runs/b']);
    await panel.add(['/runs/b']);
    assert.deepEqual([asked, posted.length - before], [['/runs/a', '/runs/b'], 1]);
    panel.dispose();
  });

  it('is told of none when it was closed, before or while they were read', async () => {
    const { panel, asked, posted, load } = bench();
    await load();
    const before = posted.length;
    const adding = panel.add(['/runs/b']);
    panel.dispose();
    await adding;
    await panel.add(['/runs/c']);
    assert.deepEqual([asked, posted.length - before], [['/runs/a', '/runs/b'], 0]);
  });
});
