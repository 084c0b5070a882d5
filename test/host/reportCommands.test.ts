/** Export Report counts n-grams on its way, maybe for minutes: who has enough of it cancels. */
import assert from 'node:assert/strict';
import type { CommandTools } from '../../src/host/commands/commands';
import { reportCommands } from '../../src/host/commands/reportCommands';
import { CancelledError } from '../../src/protocol/asking';
import { window } from './fakeVscode';

describe('Export Report', () => {
  const { withProgress } = window;
  after(() => Object.assign(window, { withProgress }));

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
    const ask = (_: string, kind: string, __: object, how: { signal: AbortSignal; onProgress: (fraction: number) => void }) =>
      new Promise((_, reject) => {
        assert.equal(kind, 'report');
        how.signal.addEventListener('abort', () => reject(new CancelledError()));
        how.onProgress(0.25);
        setImmediate(cancel);
      });
    const picker = { pick: async () => ({ folder: '/runs/mine', name: 'mine' }) };
    const command = reportCommands({ engine: { ask }, picker } as unknown as CommandTools)['unroll.exportReport'];
    await assert.rejects(async () => await command?.(undefined), new CancelledError());
    const { title, cancellable } = shown[0] as { readonly title: string; readonly cancellable: boolean };
    assert.deepEqual([title, cancellable, shown[1]], ['Report of mine', true, { increment: 25, message: '25 %' }]);
  });
});
