import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance } from '../../../src/engine/evaluate/editDistance';
import { characterErrorRate, exactByLength, exactMatch } from '../../../src/engine/evaluate/translationScores';

const word = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });

describe('edit distance', () => {
  it('is the least over every way to edit', () => {
    fc.assert(
      fc.property(word, word, (from, to) => {
        assert.equal(editDistance(from, to), byTrial(from, to));
      }),
    );
  });

  it('knows the textbook', () => {
    assert.equal(editDistance([...'kitten'], [...'sitting']), 3);
    assert.equal(editDistance([...'saturday'], [...'sunday']), 3);
    assert.equal(editDistance([], [...'abc']), 3);
  });
});

describe('scores of translations', () => {
  const rows = [
    { source: 'ab', truth: 'ba', guess: 'ba' },
    { source: 'xy', truth: 'yx', guess: 'xy' },
    { source: '𝄞', truth: '𝄞𝄞', guess: '𝄞' },
  ];

  it('count code points, over all rows', () => {
    assert.equal(exactMatch(rows), 1 / 3);
    assert.equal(characterErrorRate(rows), 3 / 6);
    assert.deepEqual(exactByLength(rows), [
      { length: 1, examples: 1, exact: 0 },
      { length: 2, examples: 2, exact: 0.5 },
    ]);
  });
});

function byTrial([a, ...from]: readonly string[], [b, ...to]: readonly string[]): number {
  if (a === undefined) return b === undefined ? 0 : 1 + to.length;
  if (b === undefined) return 1 + from.length;
  if (a === b) return byTrial(from, to);
  return 1 + Math.min(byTrial(from, [b, ...to]), byTrial([a, ...from], to), byTrial(from, to));
}
