// What is restored comes back in the characters that it was asked in, whatever form a model reads.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Rule } from '../../../src/engine/experimentSchema';
import { inOwnCharacters } from '../../../src/engine/tasks/tag/ownCharacters';
import { restore, takeAway } from '../../../src/engine/tasks/tag/rule';
import { type Form, inForm } from '../../../src/engine/text/form';

const READ: Form = { lineEnds: 'lf', normalization: 'nfc' };
const RULES: readonly Rule[] = ['case', 'accents', 'punctuation'];
const PIECES = [
  'a',
  'É',
  'é',
  'e\u0301',
  'E\u0301',
  'q\u0307\u0323',
  '\u0323',
  '\u{2f800}',
  '\u212b',
  '\u2126',
  '\r\n',
  '\r',
  '\n',
  ' ',
].concat(['.', '\u037e', '«', '한', '\u1112\u1161\u11ab', 'ǆ', 'İ', 'ß', '😀']);
const texts = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme' }),
);
const forms = fc.record({ lineEnds: fc.constantFrom('lf', 'keep'), normalization: fc.constantFrom('nfc', 'keep') }) as fc.Arbitrary<Form>;

describe('what a rule restores', () => {
  it('is the text itself, byte by byte, where nothing is to change', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...RULES), forms, (text, rule, form) => {
        assert.equal(inOwnCharacters(rule, text, form, takeAway(rule, inForm(text, form)).tags), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads as what was told, in the form of the text', () => {
    const upper = (character: string) => ([...character.toUpperCase()].length === 1 ? character.toUpperCase() : character);
    fc.assert(
      fc.property(texts, (text) => {
        const read = inForm(text, READ);
        const told = takeAway('case', read).tags.map(upper);
        const output = inOwnCharacters('case', text, READ, told);
        assert.equal(inForm(output, READ), inForm(restore('case', [], told), READ));
        const apart = text.normalize('NFD');
        assert.equal(inOwnCharacters('case', apart, READ, told).normalize('NFD'), inOwnCharacters('case', apart, READ, told));
      }),
      { numRuns: 1000 },
    );
  });

  it('changes what was told and leaves what stands beside it', () => {
    const case_ = (text: string, told: string) => inOwnCharacters('case', text, READ, [...told]);
    assert.equal(case_('e\u0301te\u0301 \u{2f800}\r\n', 'Été \u4e3d\n'), 'E\u0301te\u0301 \u{2f800}\r\n');
    assert.equal(case_('q\u0307\u0323', 'Q\u0323\u0307'), 'Q\u0307\u0323');
    assert.equal(inOwnCharacters('accents', 'e\u0301te \u{2f800}', READ, ['è', 't', 'é', ' ', '\u4e3d']), 'e\u0300té \u{2f800}');
    assert.equal(inOwnCharacters('punctuation', '«\u{2f800}.e\u0301\r\n', READ, ['!', ',', '']), '«\u{2f800}!e\u0301,\r\n');
  });
});
