// Texts are cut between code points, against the language's own iteration over strings.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { countCodePoints, firstCodePoints, lastCodePoints } from '../../src/host/editors/codePoints';

const texts = fc.string({ unit: 'binary', maxLength: 30 });

describe('code points and offsets', () => {
  it('counts as Array.from does', () => {
    fc.assert(fc.property(texts, (text) => assert.equal(countCodePoints(text), Array.from(text).length)));
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
});
