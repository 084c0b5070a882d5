import assert from 'node:assert/strict';
import { Guessing } from '../../../src/engine/train/guessing';
import { trainOnce } from '../trainOnce';

describe('a loss that stays above that of guessing', () => {
  const unbeaten = (losses: readonly number[], best?: number, update = 100) => {
    const guessing = new Guessing(30);
    for (const loss of losses) guessing.updated(loss);
    return guessing.unbeaten(update, best);
  };
  const high = Array<number>(20).fill(2050);

  it('is ln n for n symbols alike', () => assert.ok(Math.abs(new Guessing(30).loss - 3.401197381662156) < 1e-12));

  it('is that of the last updates and of the best validation', () => {
    assert.equal(unbeaten(high), 2050);
    assert.equal(unbeaten(high, 1900), 1900);
    assert.equal(unbeaten(high, 3.3), undefined, 'the best checkpoint is of use');
    assert.equal(unbeaten([2050, ...Array<number>(20).fill(1)], 9), undefined, 'learned by heart');
    assert.equal(unbeaten([3.5], 3.5), undefined, 'little above it');
    assert.equal(unbeaten(high, undefined, 2), undefined, 'two updates say little');
    assert.equal(new Guessing(1).unbeaten(100, 0), undefined, 'there is nothing to choose between');
  });

  it('ends a training that is not called complete', async () => {
    const { done } = await trainOnce(
      {
        cell: 'rnn',
        hidden: 8,
        batch: 4,
        window: 8,
        initializer: 'normal:30',
        learningRate: 5,
        schedule: 'constant',
        updates: 25,
        validation: 0.2,
      },
      'the cat sat on the mat; the rat sat on the cat.\n'.repeat(8),
    );
    assert.equal(done.reason, 'unlearned');
    assert.match(
      done.message,
      /^Nothing was learned: after 25 updates the loss is .*guessing all 14 symbols alike would cost 2\.64\. Train anew with a lower/,
    );
  });
});
