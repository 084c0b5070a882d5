// Offsets of the editor and characters of the engine agree for any text, against the language's own iteration over strings.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codePointAtOffset, countCodePoints, firstCodePoints, lastCodePoints, offsetOfCodePoint } from '../../src/host/editors/codePoints';

const texts = fc.string({ unit: 'binary', maxLength: 30 });

describe('code points and offsets', () => {
  it('counts as Array.from does', () => {
    fc.assert(fc.property(texts, (text) => assert.equal(countCodePoints(text), Array.from(text).length)));
  });

  it('finds each character where it is, from either of its halves', () => {
    fc.assert(
      fc.property(texts, (text) => {
        Array.from(text).forEach((character, index) => {
          const offset = offsetOfCodePoint(text, index);
          assert.equal(text.slice(offset, offset + character.length), character);
          for (let unit = 0; unit < character.length; unit++) assert.equal(codePointAtOffset(text, offset + unit), index);
        });
      }),
    );
  });

  it('cuts from the front and from the end without splitting a character', () => {
    fc.assert(
      fc.property(texts, fc.nat(40), (text, count) => {
        const all = Array.from(text);
        assert.equal(firstCodePoints(text, count), all.slice(0, count).join(''));
        assert.equal(lastCodePoints(text, count), all.slice(Math.max(0, all.length - count)).join(''));
      }),
    );
  });

  it('puts one past the end at the end', () => {
    assert.equal(offsetOfCodePoint('a😀', 2), 3);
    assert.equal(offsetOfCodePoint('a😀', 9), 3);
    assert.equal(codePointAtOffset('a😀', 3), 2);
  });
});
