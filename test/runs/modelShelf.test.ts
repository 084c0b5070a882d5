/** Models that are kept open: one question at a time, cancelled ones let go, and nothing that failed once fails for good. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { openForReading } from '../../src/backends/open';
import { openDevice } from '../../src/backends/platform/node/nodePlatform';
import type { Model } from '../../src/engine/abilities';
import { type Backend, BackendLostError } from '../../src/engine/backend';
import { CancelledError } from '../../src/engine/interruption';
import { ModelShelf, type Use } from '../../src/runs/modelShelf';

const RUN = path.resolve('test/runs/version-0.1.0/runs/language-model');

describe('model shelf', () => {
  let shelf: ModelShelf;
  const open = (openBackend?: () => Promise<Backend>) => {
    shelf = new ModelShelf(openBackend);
    return <Result>(action: (model: Model) => Promise<Result>, options?: Use) => shelf.use(RUN, action, options);
  };
  afterEach(() => shelf.dispose());

  it('serves one at a time, and passes over who left the queue', async () => {
    const use = open();
    const did: string[] = [];
    let finish = () => {};
    const first = use(async () => {
      did.push('first');
      await new Promise<void>((resolve) => (finish = resolve));
      did.push('first ends');
    });
    while (did.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const unwanted = new AbortController();
    const second = use(async () => void did.push('second'), { signal: unwanted.signal });
    const third = use(async () => void did.push('third'));
    unwanted.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(did, ['first']);
    finish();
    await Promise.all([first, assert.rejects(second, new CancelledError()), third]);
    assert.deepEqual(did, ['first', 'first ends', 'third']);
  });

  it('goes on after a question that failed', async () => {
    const use = open();
    await assert.rejects(
      use(() => Promise.reject(new Error('It failed.'))),
      /It failed/,
    );
    assert.equal(await use(async ({ experiment }) => experiment.task), 'language-model');
  });

  it('opens a model anew that its device has lost', async () => {
    const use = open();
    const first = await use(async (model) => model);
    assert.equal(await use(async (model) => model), first);
    const lost = new BackendLostError('A thread stopped.');
    await assert.rejects(
      use(() => Promise.reject(lost)),
      lost,
    );
    assert.notEqual(await use(async (model) => model), first);
  });

  it('tries anew where a device could not be opened', async () => {
    let tries = 0;
    const use = open(() => (++tries === 1 ? Promise.reject(new Error('The device is busy.')) : openForReading(openDevice)));
    const task = () => use(async ({ experiment }) => experiment.task);
    await assert.rejects(task(), /The device is busy/);
    assert.equal(await task(), 'language-model');
    assert.equal(await task(), 'language-model');
    assert.equal(tries, 2);
  });

  it('is put away though no device could be opened', async () => {
    const use = open(() => Promise.reject(new Error('There is none.')));
    await assert.rejects(
      use(async () => undefined),
      /There is none/,
    );
    await shelf.dispose();
  });
});
