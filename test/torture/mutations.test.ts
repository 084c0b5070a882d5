/** Some of the mutated checkpoints, and that what goes wrong with one is noticed; thousands are tried by `npm run torture`. */
import assert from 'node:assert/strict';
import { tryMutations } from './mutations';

describe('mutated checkpoints', function () {
  this.timeout(300_000);

  it('are refused by name, or answer in finite numbers, within twice their size and 64 MB', async () => {
    const tried = await tryMutations(300, 20_260_101);
    assert.deepEqual(
      tried.filter(({ outcome }) => outcome === 'fault'),
      [],
    );
    assert.equal(tried.length, 300);
    const answered = tried.filter(({ outcome }) => outcome === 'answered').length;
    assert.ok(answered > 30 && answered < 270, `${answered} answer`);
    if (process.platform === 'linux') assert.ok(tried.every(({ grown }) => grown !== undefined));
  });
});
