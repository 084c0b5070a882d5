/** A little of each torture; `npm run torture` does them at length. */
import assert from 'node:assert/strict';
import { kills } from './kills';

const SEED = 1;

describe('torture', function () {
  this.timeout(120_000);

  it('a training that is killed at any moment loses nothing', async () => {
    const { failures } = await kills({ count: 8, seed: SEED, say: () => undefined }, 60);
    assert.deepEqual(failures, []);
  });
});
