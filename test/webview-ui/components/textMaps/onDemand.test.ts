/** What is asked for when it is looked at, asked anew, and what can be drawn meanwhile. */
import assert from 'node:assert/strict';
import { OnDemand } from '../../../../webview-ui/components/textMaps/onDemand';

describe('what is asked for on demand', () => {
  it('can be drawn as it was until the new answer has come, and no longer', async () => {
    const answers = new OnDemand<string>(
      100,
      ({ length }) => length,
      (error) => assert.fail(String(error)),
    );
    const moment = () => new Promise((resolve) => setTimeout(resolve));
    const get = (answer: string) => answers.get('topic', 'key', async () => answer);
    assert.equal(get('old'), undefined);
    await moment();
    assert.equal(get('old'), 'old');
    answers.renew();
    assert.deepEqual([get('new'), answers.before('key')], [undefined, 'old']);
    await moment();
    assert.deepEqual([get('new'), answers.before('key')], ['new', undefined]);
    answers.renew();
    answers.clear();
    assert.equal(answers.before('key'), undefined);
  });
});
