/** Export Run asks for a format and a place, may take minutes (a report counts n-grams), and leads to what was written. */
import assert from 'node:assert/strict';
import type { CommandTools } from '../../src/host/commands/commands';
import { exportCommands } from '../../src/host/commands/exportCommands';
import { CancelledError } from '../../src/protocol/asking';
import { formatWords } from '../../src/protocol/exportFormats';
import { CancellationError, commands, env, Uri, window, workspace } from './fakeVscode';

type How = { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void };

describe('Export Run', () => {
  const kept = { ...window };
  const asked: unknown[] = [];
  beforeEach(() => {
    asked.length = 0;
    window.said = [];
    commands.executed = [];
    env.opened.length = 0;
    window.saved = Uri.file('/mine/mine.html');
  });
  afterEach(() => Object.assign(window, kept));

  const command = (ask: (run: string, kind: string, given: { readonly output: string }, how: How) => unknown) => {
    const picker = { pick: async () => ({ folder: '/runs/mine', name: 'mine' }) };
    return async () => await exportCommands({ engine: { ask }, picker } as unknown as CommandTools)['unroll.exportRun']?.(undefined);
  };
  const written = command((run, kind, given) => {
    asked.push([run, kind, given]);
    return given.output;
  });

  it('asks the engine for the format at the place, and opens what was written', async () => {
    window.choose = () => 'Open';
    await written();
    assert.deepEqual(asked, [['/runs/mine', 'exportRun', { format: 'html', output: '/mine/mine.html' }]]);
    assert.match(window.said.join(), /mine is in .* now, as HTML Report/);
    assert.deepEqual(env.opened.map(String), ['file:///mine/mine.html']);
  });

  it('reveals it in the Explorer where it is in the workspace, else where the system shows files', async () => {
    window.choose = () => 'Reveal';
    await written();
    workspace.folder = '/mine';
    await written();
    workspace.folder = undefined;
    assert.deepEqual(
      commands.executed.map(([id, place]) => [id, String(place)]),
      [
        ['revealFileInOS', 'file:///mine/mine.html'],
        ['revealInExplorer', 'file:///mine/mine.html'],
      ],
    );
  });

  it('offers each format with what it is for, and does nothing where no format or no place is chosen', async () => {
    const offered: unknown[] = [];
    window.pick = (items) => {
      offered.push(...items);
      return undefined;
    };
    await assert.rejects(written, CancellationError);
    const [html] = offered as { readonly label: string; readonly detail: string }[];
    assert.deepEqual([html?.label, html?.detail], [formatWords('html').label, formatWords('html').purpose]);
    Object.assign(window, kept, { saved: undefined });
    await assert.rejects(written, CancellationError);
    assert.deepEqual(asked, []);
  });

  it('proposes a file named after the run\u2019s folder, and a folder where a model is several networks', async () => {
    workspace.folder = '/mine';
    const proposed = async (label: string, experiment: object) => {
      window.proposals = [];
      window.pick = (items) => (items as readonly { readonly label: string }[]).find((item) => item.label === label);
      const picker = { pick: async () => ({ folder: '/runs/mine', name: 'A/B: mine?', experiment }) };
      await exportCommands({ engine: { ask: async () => '/mine/mine' }, picker } as unknown as CommandTools)['unroll.exportRun']?.(
        undefined,
      );
      const [{ defaultUri, filters } = {}] = window.proposals;
      return [String(defaultUri), filters];
    };
    assert.deepEqual(await proposed('ONNX', { task: 'tag' }), ['file:///mine/mine.onnx', { ONNX: ['onnx'] }]);
    assert.deepEqual(await proposed('ONNX', { task: 'translate' }), ['file:///mine/mine-onnx', undefined]);
    assert.deepEqual(await proposed('TensorBoard', { task: 'tag' }), ['file:///mine/mine-tensorboard', undefined]);
    workspace.folder = undefined;
  });

  it('shows how far it is, and ends where it is cancelled', async () => {
    const shown: unknown[] = [];
    let cancel = () => {};
    const onCancellationRequested = (act: () => void) => {
      cancel = act;
    };
    const notification = (options: unknown, task: (progress: unknown, token: unknown) => unknown) => {
      shown.push(options);
      return task({ report: (step: unknown) => shown.push(step) }, { onCancellationRequested });
    };
    Object.assign(window, { withProgress: notification });
    const exporting = command(
      (_, __, ___, how) =>
        new Promise((_, reject) => {
          how.signal.addEventListener('abort', () => reject(new CancelledError()));
          how.onProgress(0.25);
          setImmediate(cancel);
        }),
    );
    await assert.rejects(exporting, new CancelledError());
    const { title, cancellable } = shown[0] as { readonly title: string; readonly cancellable: boolean };
    assert.deepEqual([title, cancellable, shown[1]], ['Exporting mine as HTML Report', true, { increment: 25, message: '25 %' }]);
  });
});
