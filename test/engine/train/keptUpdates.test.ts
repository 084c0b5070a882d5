/** Which updates of a run have their checkpoint kept. */
import assert from 'node:assert/strict';
import { readCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { keptUpdates } from '../../../src/engine/train/keptUpdates';
import { runOf, textOf } from '../../properties/run';

describe('kept updates', () => {
  it('are later by the same factor, from a hundredth to the end', () => {
    assert.deepEqual(keptUpdates(5, 10_000), [100, 316, 1000, 3162, 10_000]);
    assert.deepEqual(keptUpdates(1, 4900), [4900]);
    assert.deepEqual(keptUpdates(0, 4900), []);
  });

  it('are fewer in a short run, and none where no end is fixed', () => {
    assert.deepEqual(keptUpdates(10, 5), [1, 2, 3, 5]);
    assert.deepEqual(keptUpdates(10, Number.POSITIVE_INFINITY), []);
  });

  it('change nothing of what is learned, and carry the weights alone', async () => {
    const options = { cell: 'gru', hidden: 3, batch: 2, window: 4, updates: 40, validation: 0 };
    const [plain, keeping] = await Promise.all([runOf(options, textOf(90, 1)), runOf({ ...options, keepCheckpoints: 3 }, textOf(90, 1))]);
    assert.deepEqual(keeping.losses, plain.losses);
    const kept = keeping.events.flatMap((event) => (event.kind === 'checkpoint' && event.which === 'kept' ? [event] : []));
    assert.deepEqual(
      kept.map(({ update }) => update),
      [1, 4, 40],
    );
    const weights = [...keeping.final.tensors].filter(([name]) => !/^(optimizer|carry)/.test(name));
    assert.deepEqual([...readCheckpoint(kept.at(-1)?.bytes as Uint8Array).tensors], weights);
  });
});
