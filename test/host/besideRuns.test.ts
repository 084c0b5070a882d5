/** Which runs stand beside another: the same but for their cell. */
import assert from 'node:assert/strict';
import { createBirpc } from 'birpc';
import type * as vscode from 'vscode';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { RunPanel } from '../../src/host/panels/runPanel';
import { runsBeside } from '../../src/host/workspace/besideRuns';
import { trainBesides } from '../../src/host/workspace/trainBesides';
import type { AnsweringEnd } from '../../src/protocol/asking';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import type { PanelHostApi } from '../../src/protocol/panelProtocol';
import type { AnyQuestion } from '../../src/protocol/queries';
import { BEGUN } from '../../src/protocol/runState';
import { overJson } from '../../src/protocol/wire';
import { Disposable, EventEmitter, Uri, window } from './fakeVscode';

function run(name: string, cell: string, more: Partial<RunSummary> = {}, seed = 1): RunSummary {
  return {
    ...BEGUN,
    folder: `/texts/.unroll/runs/${name}`,
    name,
    experiment: parseExperiment({ cell, seed, updates: 900 }),
    begun: 0,
    modified: 0,
    hasCheckpoint: true,
    kept: [],
    status: 'done',
    update: 900,
    ...more,
  };
}

describe('runs beside another', () => {
  it('are those of the same text, size, seed and updates with another cell; else it is told how long they would take', () => {
    const own = run('a', 'rnn', { latest: { elapsed: 20 } as never });
    const others = [
      run('other seed', 'gru', {}, 2),
      run('fewer updates', 'gru', { update: 300 }),
      run('no model', 'gru', { hasCheckpoint: false }),
      run('elsewhere', 'gru', { folder: '/other/.unroll/runs/elsewhere' }),
      run('own again', 'rnn'),
      run('lstm', 'lstm'),
    ];
    assert.deepEqual(runsBeside(own, [own, ...others]), [
      { cell: 'gru', seconds: 60 },
      { cell: 'lstm', seconds: 80, folder: '/texts/.unroll/runs/lstm' },
    ]);
  });
});

describe('training the other cells', () => {
  const missing = [
    { cell: 'rnn', seconds: 10 },
    { cell: 'lstm', seconds: 80 },
  ];
  const own = run('a', 'gru');
  const ofFile = { ...own, experiment: { ...own.experiment, files: ['../../../text.txt', '/elsewhere/b.txt'] } };
  beforeEach(() => {
    window.said.length = 0;
    window.answer = 'Train';
  });
  after(() => {
    window.answer = undefined;
  });

  it('says how long it takes and what is read, and trains each as the run was, to the same update', async () => {
    const trained: unknown[][] = [];
    const train = async (...given: unknown[]) => {
      trained.push(given);
      return own;
    };
    await trainBesides(ofFile, missing, train as never);
    assert.match(window.said[0] ?? '', /^Train rnn and lstm beside a\? With the same text, size, seed and 900 updates: about 1:30\./);
    assert.match(window.said[0] ?? '', /It reads .*text\.txt and \/elsewhere\/b\.txt\.$/);
    assert.deepEqual(
      trained.map(([, options]) => [Object(options).cell, Object(options).updates, Object(options).seed, 'cellSource' in Object(options)]),
      [
        ['rnn', 900, 1, false],
        ['lstm', 900, 1, false],
      ],
    );
  });

  it('trains nothing where the user does not agree, no second one where the first was stopped, and says why where there is no file', async () => {
    let trained = 0;
    const train = async () => {
      trained++;
      return { ...own, status: 'stopped' };
    };
    window.answer = undefined;
    await trainBesides(ofFile, missing, train as never);
    assert.equal(trained, 0);
    window.answer = 'Train';
    await trainBesides(ofFile, missing, train as never);
    assert.equal(trained, 1);
    await assert.rejects(trainBesides(own, missing, train as never), /learned from a text that was not saved/);
    await trainBesides(own, [], train as never);
    assert.equal(trained, 1);
  });
});

describe('the panel of a run', () => {
  it('has the runs beside it answer once it was told of them, and no others', async () => {
    const asked: unknown[][] = [];
    const all = [run('a', 'gru'), run('b', 'rnn'), run('other', 'rnn', {}, 2)];
    const [toPanel, toHost] = [new EventEmitter<unknown>(), new EventEmitter<unknown>()];
    const webview = {
      postMessage: async (message: unknown) => toPanel.fire(message),
      onDidReceiveMessage: toHost.event,
      asWebviewUri: (uri: unknown) => uri,
      cspSource: 'x',
    };
    const nothing = () => new Disposable(() => undefined);
    const around = {
      extension: Uri.file('/extension'),
      engine: { pid: 1, ask: async (...all: unknown[]) => void asked.push(all), api: {} },
      runs: { all, find: (folder: string) => all.find((one) => one.folder === folder), onDidProgress: nothing, onDidChange: nothing },
      memory: { tab: () => '' },
      lastEditor: {},
      annotations: {},
      train: () => assert.fail('nothing is missing'),
    };
    const shown = { webview, onDidChangeViewState: nothing } as unknown as vscode.WebviewPanel;
    const panel = new RunPanel(all[0]?.folder ?? '', shown, around as never);
    const host = createBirpc<PanelHostApi & AnsweringEnd, object>(
      {},
      { post: (message) => toHost.fire(message), on: toPanel.event, ...overJson },
    );
    let id = 0;
    const ask = (of: string | undefined) => {
      const question = { kind: 'labels', arguments: {}, ...(of !== undefined && { run: of }) };
      return host.ask(++id, question as AnyQuestion);
    };
    const folder = (name: string) => `/texts/.unroll/runs/${name}`;
    await ask(undefined);
    await assert.rejects(ask(folder('b')), /Only this run, and those like it with other cells/);
    const besides = await host.besides();
    assert.deepEqual(
      besides.map(({ cell, folder: found }) => [cell, found]),
      [
        ['rnn', folder('b')],
        ['lstm', undefined],
      ],
    );
    await ask(folder('b'));
    for (const stranger of ['other', 'c', '../../etc']) await assert.rejects(ask(folder(stranger)), /Only this run/);
    assert.deepEqual(
      asked.map(([of]) => of),
      [folder('a'), folder('b')],
    );
    panel.dispose();
  });
});
