// The form that a model reads, and its places in the text as it was, against String.prototype.normalize and brute force.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Form, inForm, LINE_ENDS, NORMALIZATIONS } from '../../../src/engine/text/form';
import { FormedText } from '../../../src/engine/text/formedText';

const READ: Form = { lineEnds: 'lf', normalization: 'nfc' };

/** What meets in real texts, and what Unicode has in stock: marks that change places, jamo, characters that NFC takes apart, two units. */
const PIECES = ['a', 'e', 'q', ' ', '\n', '\r', '\r\n', 'é', 'e\u0301', '\u0301', '\u0323', '\u0307', 'Ω', '\u2126', '\u212b', 'ᄒ', 'ᅡ', 'ᆫ']
  .concat(['한', '하', '\u0958', '\u0344', '\ufb1d', '😀', '\u{1d15e}', '\u{11099}\u{110ba}', '\u{110ba}', '\u{1d157}', '\u{1d165}'])
  .concat(['日', '\u3099', 'か', '\u0f73', '\u{105d2}', '\u0307', '👍🏽', '\u200d']);
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
const forms = fc.record({ lineEnds: fc.constantFrom(...LINE_ENDS), normalization: fc.constantFrom(...NORMALIZATIONS) });

describe('the form of a text', () => {
  it('has one kind of line end, and letters with their marks as one character', () => {
    assert.equal(inForm('a\r\nb\rc\nd\r\r\n', READ), 'a\nb\nc\nd\n\n');
    assert.equal(inForm('cafe\u0301 \u1112\u1161\u11ab', READ), 'café 한');
    assert.equal(inForm('a\r\ncafe\u0301', { lineEnds: 'keep', normalization: 'keep' }), 'a\r\ncafe\u0301');
    assert.equal(inForm('a\r\ncafe\u0301', { lineEnds: 'keep', normalization: 'nfc' }), 'a\r\ncafé');
  });

  it('is its own form', () => {
    fc.assert(fc.property(texts, forms, (text, form) => inForm(inForm(text, form), form) === inForm(text, form)));
  });

  it('is the same whatever normal form a text came in', () => {
    fc.assert(fc.property(texts, (text) => ['NFC', 'NFD'].every((way) => inForm(text.normalize(way), READ) === inForm(text, READ))));
  });
});

describe('places of a formed text', () => {
  it('are those of the original, wherever both can be cut', () => {
    fc.assert(
      fc.property(texts, forms, (text, form) => {
        const read = new FormedText(text, form);
        assert.equal(read.text, inForm(text, form));
        assert.equal(read.originalStart(read.text.length), text.length);
        assert.equal(read.originalEnd(0), 0);
        for (let cut = 0; cut <= text.length; cut++) {
          if (/[\ud800-\udbff]$/.test(text.slice(0, cut)) || (text[cut - 1] === '\r' && text[cut] === '\n')) continue;
          const [before, after] = [inForm(text.slice(0, cut), form), inForm(text.slice(cut), form)];
          if (before + after !== read.text) continue;
          assert.equal(read.originalStart(before.length), cut, `begins at ${cut} of ${JSON.stringify(text)}`);
          assert.equal(read.originalEnd(before.length), cut, `ends at ${cut} of ${JSON.stringify(text)}`);
          assert.equal(read.formedOffset(cut), before.length, `${cut} of ${JSON.stringify(text)}`);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('never leave the original, go forwards, and every character has some of it', () => {
    fc.assert(
      fc.property(texts, forms, (text, form) => {
        const read = new FormedText(text, form);
        let [at, before] = [0, 0];
        for (const character of read.text) {
          const [start, end] = [read.originalStart(at), read.originalEnd(at + character.length)];
          assert.ok(before <= start && start < end && end <= text.length, `${start}–${end} of ${JSON.stringify(text)}`);
          assert.equal(text.slice(start, end).isWellFormed(), true);
          [at, before] = [at + character.length, start];
        }
        for (let offset = 0; offset < text.length; offset++) assert.ok(read.formedOffset(offset) < read.text.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('are told by every character of Unicode: what can join another, or change places with it, is known', () => {
    const joining = /^[\p{M}\u1161-\u1175\u11A8-\u11C2\u{16D67}\u{16D68}]/u;
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const character = String.fromCodePoint(point);
      const [first, ...others] = character.normalize('NFD') as unknown as Iterable<string>;
      for (const other of others) assert.match(other, joining, `U+${point.toString(16)}`);
      if (joining.test(first as string)) assert.match(character, joining);
      if (point < 0x300) assert.equal(character.normalize('NFC'), character);
    }
  });
});
