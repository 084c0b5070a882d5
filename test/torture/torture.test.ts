/** A little of each torture; `npm run torture` does them at length. */
import assert from 'node:assert/strict';
import { failingWrites } from './failingWrites';
import { kills } from './kills';

const SEED = 1;

describe('torture', function () {
  this.timeout(120_000);

  it('a disk that fails any call in any way loses nothing of a training', async () => {
    const { failures } = await failingWrites({ count: 24, seed: SEED, say: () => undefined });
    assert.deepEqual(failures, []);
  });

  it('a training that is killed at any moment loses nothing', async () => {
    const { failures } = await kills({ count: 3, seed: SEED, say: () => undefined }, 60);
    assert.deepEqual(failures, []);
  });
});
