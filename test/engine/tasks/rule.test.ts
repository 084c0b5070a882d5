import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RULES } from '../../../src/engine/experimentSchema';
import { restore, takeAway } from '../../../src/engine/tasks/tag/rule';

describe('a rule', () => {
  it('takes case away, one character for one', () => {
    assert.deepEqual(takeAway('case', 'Hé İ!').characters, ['h', 'é', ' ', 'İ', '!']);
  });

  it('takes accents away, composed or not', () => {
    for (const form of ['NFC', 'NFD'] as const)
      assert.deepEqual(takeAway('accents', 'Ça été x̂'.normalize(form)), {
        characters: [...'Ca ete x'],
        tags: ['Ç', 'a', ' ', 'é', 't', 'é', ' ', 'x̂'],
      });
    assert.equal(takeAway('accents', '한글 ü').characters.join(''), '한글 u');
  });

  it('takes punctuation away, and tags what it followed', () => {
    const { characters, tags } = takeAway('punctuation', 'Oh, "hi"?!');
    assert.deepEqual(characters, [...'Oh hi']);
    assert.deepEqual(tags, ['', ',', '"', '', '"?!']);
  });

  it('gives the text back by its tags', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RULES), fc.string({ unit: 'grapheme' }), (rule, text) => {
        const { characters, tags } = takeAway(rule, text);
        assert.equal(characters.length, tags.length);
        for (const character of characters) assert.equal([...character].length, 1);
        const expected = rule === 'accents' ? text.normalize('NFC') : rule === 'case' ? text : text.replace(/^\p{P}+/u, '');
        assert.equal(restore(rule, characters, tags), expected);
      }),
      { numRuns: 500 },
    );
  });

  it('is idempotent: there is nothing to take away from what is left', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RULES), fc.string({ unit: 'grapheme' }), (rule, text) => {
        const { characters } = takeAway(rule, text);
        assert.deepEqual(takeAway(rule, characters.join('')).characters, characters);
      }),
      { numRuns: 500 },
    );
  });
});
