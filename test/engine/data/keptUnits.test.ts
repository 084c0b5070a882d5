import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keptUnits } from '../../../src/engine/data/keptUnits';
import { unitsOf } from '../../../src/engine/data/runningText';
import { Vocabulary } from '../../../src/engine/data/vocabulary';
import { UNKNOWN } from '../../../src/engine/text/units';

describe('kept units', () => {
  it('are the most frequent ones, of equal ones those that come first', () => {
    const { vocabulary, notes } = unitsOf('b c a b c d e d d', { units: 'words', vocabulary: 3 });
    assert.deepEqual(vocabulary.characters, [UNKNOWN, ' b', ' c', ' d']);
    assert.deepEqual(notes, [
      'Of 5 different words in the text the 3 most frequent are kept. All others, 22 % of all that are there, are read as unknown (<unk>), which is never written.',
    ]);
    assert.deepEqual([...vocabulary.encode('a b').tokens], [0, 1]);
    assert.deepEqual(vocabulary.encode('a b\na').unknown, ['a', '\n']);
  });

  it('are no words that are data: a vocabulary stands in every checkpoint', () => {
    const { vocabulary, notes } = unitsOf(`b a ${'A1'.repeat(1e5)} a`, { units: 'words', vocabulary: 0 });
    assert.deepEqual(vocabulary.characters, [UNKNOWN, ' a', ' b']);
    assert.match(notes[0] ?? '', /the 2 most frequent are kept/);
  });

  it('of characters are all of them, as ever, where no fewer are asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { vocabulary, notes } = keptUnits([[...text]], { units: 'characters', vocabulary: 0 }, 'the text');
        assert.deepEqual([vocabulary.characters, notes], [Vocabulary.of(text).characters, []]);
        assert.deepEqual(unitsOf(text, { units: 'characters', vocabulary: text.length }).vocabulary.characters, vocabulary.characters);
      }),
    );
    const capped = unitsOf('aaabbc', { units: 'characters', vocabulary: 2 });
    assert.deepEqual(capped.vocabulary.characters, [UNKNOWN, 'a', 'b']);
    assert.match(capped.notes[0] ?? '', /^Of 3 different characters in the text the 2 most frequent are kept\. All others, 17 % of all/);
  });

  it('read a text and write it again, but for what is unknown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { vocabulary } = unitsOf(text, { units: 'words', vocabulary: 0 });
        const { tokens, unknown } = vocabulary.encode(text);
        assert.deepEqual([vocabulary.decode(tokens), unknown], [text, []]);
      }),
    );
  });

  it('leave the space at the end of a prompt to the word to come', () => {
    const { vocabulary } = unitsOf('a b', { units: 'words', vocabulary: 0 });
    assert.deepEqual(vocabulary.encodePrompt('a '), vocabulary.encode('a'));
    assert.deepEqual(vocabulary.encodePrompt(' '), vocabulary.encode(''));
    assert.deepEqual(vocabulary.encodePrompt('a\n '), vocabulary.encode('a\n '));
    assert.equal(vocabulary.spelled(2, 'a '), 'b');
  });
});
