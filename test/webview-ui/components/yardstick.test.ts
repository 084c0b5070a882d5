/** The panel cannot know how many n-grams the engine keeps, and says it all the same. */

import assert from 'node:assert/strict';
import { MOST_NGRAMS } from '../../../src/engine/baseline/ngramTrie';
import { unitWords } from '../../../src/protocol/textUnits';
import { partWords } from '../../../webview-ui/components/yardstick';

describe('the words under the n-gram line', () => {
  it('say how many n-grams are kept', () => {
    assert.ok(partWords({ counted: 1, trained: 2 }, unitWords('words')).includes(`than the ${MOST_NGRAMS} that are kept`));
    assert.equal(partWords({ counted: 2, trained: 2 }, unitWords('words')), '');
  });
});
