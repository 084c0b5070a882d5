import assert from 'node:assert/strict';
import { parseExperiment } from '../../../src/engine/experimentSchema';
import { learningRateAt } from '../../../src/engine/train/schedule';

const rates = (schedule: 'constant' | 'cosine' | 'step', ...along: number[]) =>
  along.map((progress) => Number(learningRateAt(parseExperiment({ learningRate: 0.004, schedule }), progress).toFixed(6)));

describe('the learning rate', () => {
  it('stays as it is', () => assert.deepEqual(rates('constant', 0, 0.5, 1), [0.004, 0.004, 0.004]));

  it('falls along a half cosine to a hundredth: slowly at first and at last', () => {
    assert.deepEqual(rates('cosine', 0, 0.5, 1), [0.004, 0.00202, 0.00004]);
    const [begun, quarter, half, late, ended] = rates('cosine', 0, 0.25, 0.5, 0.75, 1) as [number, number, number, number, number];
    assert.ok(begun - quarter < quarter - half && late - ended < half - late);
  });

  it('is halved at each quarter of the run', () => {
    assert.deepEqual(rates('step', 0, 0.24, 0.25, 0.5, 0.75, 1), [0.004, 0.004, 0.002, 0.001, 0.0005, 0.0005]);
  });
});
