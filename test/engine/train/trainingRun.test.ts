import assert from 'node:assert/strict';
import { isBetter } from '../../../src/engine/train/trainingRun';
import { runOf, textOf } from '../../properties/run';

describe('the best validation', () => {
  it('has the lowest loss, where only the loss is known', () => {
    assert.ok(isBetter({ loss: 2 }, undefined));
    assert.ok(isBetter({ loss: 1.9 }, { loss: 2 }));
    assert.ok(!isBetter({ loss: 2 }, { loss: 2 }));
    assert.ok(!isBetter({ loss: Number.NaN }, undefined));
    assert.ok(!isBetter({ loss: Number.NaN }, { loss: 2 }));
  });

  it('is the most accurate, whatever the loss, and of equal ones that with the lowest loss', () => {
    assert.ok(isBetter({ loss: 3, accuracy: 0.9 }, { loss: 1, accuracy: 0.8 }));
    assert.ok(!isBetter({ loss: 1, accuracy: 0.8 }, { loss: 3, accuracy: 0.9 }));
    assert.ok(isBetter({ loss: 1, accuracy: 0.9 }, { loss: 3, accuracy: 0.9 }));
    assert.ok(!isBetter({ loss: 3, accuracy: 0.9 }, { loss: 3, accuracy: 0.9 }));
  });
});

describe('looks at a run', () => {
  it('are a hundred at most, however many updates a small network makes', async () => {
    const run = await runOf({ cell: 'rnn', hidden: 2, batch: 1, window: 20, updates: 6000, validation: 0.1 }, textOf(60, 3));
    assert.equal(run.validations.length, 100);
  }).timeout(60_000);
});
