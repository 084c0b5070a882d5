// What people write of the rows of their weights: a list, or a table in either direction.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readVocabularyFile } from '../../../src/engine/carry/vocabularyFile';

const symbols = fc.uniqueArray(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }).filter((symbol) => symbol !== '__proto__'),
  {
    minLength: 1,
    maxLength: 20,
  },
);

describe('the vocabulary of given weights', () => {
  it('is the same from a list, from rows by symbol and from symbols by row', () => {
    fc.assert(
      fc.property(symbols, (vocabulary) => {
        const forms = [
          vocabulary,
          Object.fromEntries(vocabulary.map((symbol, row) => [symbol, row])),
          Object.fromEntries(vocabulary.map((symbol, row) => [row, symbol])),
        ];
        for (const form of forms) assert.deepEqual(readVocabularyFile(JSON.stringify(form)), { vocabulary });
      }),
    );
  });

  it('of half a million words is read in no more time than they take, and a word that comes twice is named', () => {
    const many = Array.from({ length: 500_000 }, (_, row) => `w${row}`);
    assert.equal(readVocabularyFile(JSON.stringify(many)).vocabulary?.length, many.length);
    assert.throws(() => readVocabularyFile(JSON.stringify([...many, 'w7'])), /has “w7” twice/);
  }).timeout(10_000);

  it('that leaves a row out is refused', () => {
    assert.throws(() => readVocabularyFile('{"a": 0, "b": 2}'), /2 symbols, and none is of row 1/);
  });
});
