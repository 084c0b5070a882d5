// The columns that the curves are drawn from.
import assert from 'node:assert/strict';
import { runningMean } from '../../../webview-ui/components/series';

describe('running mean', () => {
  it('is the mean of what lies around, on both sides', () => {
    const values = Array.from({ length: 600 }, (_, at) => at);
    assert.deepEqual(runningMean(values).slice(0, -10), values.slice(0, -10)); // at the end only one side is there
  });

  it('leaves a gap a gap, and counts it for nothing around it', () => {
    const values = Array.from({ length: 600 }, (_, at) => (at % 7 === 3 ? null : 2));
    assert.deepEqual(runningMean(values), values);
  });

  it('has nothing to say of nothing', () => {
    assert.deepEqual(runningMean([]), []);
    assert.deepEqual(runningMean([null, null]), [null, null]);
  });
});
