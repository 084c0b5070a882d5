import assert from 'node:assert/strict';
import { isBetter } from '../../../src/engine/train/trainingRun';

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
