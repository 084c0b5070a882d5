/** Any text is cut into units that give it back, by names that say the same word alike wherever it stands. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cut, named, spelled, UNKNOWN } from '../../../src/engine/text/units';

const anything = fc.string({
  unit: fc.oneof(
    fc.constantFrom(' ', ' ', '\n', '\r', '\t', 'a', 'b', 'É', "'", '’', '.', '"', '語', '😀', 'e\u0301', '\u00a0', '\ud800', '_', '7'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 60,
});

const words = (text: string) => cut(text, 'words');
const namesOf = (text: string) => named(words(text), 'words');
const together = (names: readonly string[]) => names.reduce((text, name) => text + spelled(name, text, 'words'), '');

describe('units of text', () => {
  it('joined are the text, and so are their names', () => {
    fc.assert(
      fc.property(anything, (text) => {
        assert.equal(words(text).join(''), text);
        assert.equal(together(namesOf(text)), text);
        assert.equal(cut(text, 'characters').join(''), text);
        assert.ok(!namesOf(text).includes(UNKNOWN));
      }),
    );
  });

  it('have one space before them at most, and no two words are one', () => {
    fc.assert(
      fc.property(anything, (text) => {
        for (const unit of words(text)) assert.match(unit, /^(?: ?\S+|\r\n|[\n\r]|[^\S\r\n]+)$/u);
        for (const unit of words(text)) assert.doesNotMatch(unit, /[\p{L}\p{N}]\s/u);
      }),
    );
  });

  it('finds the words that Intl.Segmenter finds in plain English', () => {
    const text = 'He said: I am 42 years old; don\'t ask why (or ask).\n\nThe "time machine" was ready, wasn’t it?';
    const found = [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)];
    assert.deepEqual(
      words(text)
        .map((unit) => unit.trim())
        .filter((unit) => /[\p{L}\p{N}]/u.test(unit)),
      found.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment),
    );
  });

  it('name a word alike at the start of a text, behind white space and within a line', () => {
    assert.deepEqual(words('the cat\n\tthe "cat", 語a'), ['the', ' cat', '\n', '\t', 'the', ' "', 'cat', '"', ',', ' 語', 'a']);
    assert.deepEqual(namesOf('the cat\n\tthe "cat"'), [' the', ' cat', '\n', '\t', ' the', ' "', 'cat', '"']);
    assert.deepEqual(namesOf(' a  b '), [' ', ' a', '  ', ' b', ' ']);
  });

  it('are cut in what goes on without end, which a regular expression has no room to go back over', () => {
    for (const endless of ['a'.repeat(2e7), `a${'\u0301'.repeat(6e6)}`, `語${'\u0301'.repeat(6e6)}`, `${'a'.repeat(1e5)}'`.repeat(100)]) {
      const found = words(endless);
      assert.equal(
        found.reduce((sum, { length }) => sum + length, 0),
        endless.length,
      );
      assert.ok(found.length < 2 + endless.length / 1e5);
    }
  });

  it('write a text in any order of names', () => {
    assert.equal(together([' the', ' cat', ',', ' the', '\n', ' the', '  ', ' cat']), 'the cat, the\nthe  cat');
  });
});
