// Offsets of the editor and what the engine reads agree for any text, characters and words alike.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AS_WRITTEN, UnitOffsets } from '../../src/host/editors/unitOffsets';
import { FormedText } from '../../src/protocol/formedText';
import { cut, type Units } from '../../src/protocol/textUnits';

const texts = fc.string({
  unit: fc.oneof(fc.constantFrom(' ', '\n', 'a', '😀', '.'), fc.string({ unit: 'binary', maxLength: 1 })),
  maxLength: 30,
});
const units = fc.constantFrom<Units>('characters', 'words');

describe('offsets of what a model reads', () => {
  it('find each where it is, from any of its UTF-16 units', () => {
    fc.assert(
      fc.property(texts, units, (text, read) => {
        const offsets = new UnitOffsets(text, { ...AS_WRITTEN, units: read });
        const pieces = cut(text, read);
        let begin = 0;
        pieces.forEach((piece, index) => {
          const { from, to } = offsets.span(index) ?? { from: -1, to: -1 };
          assert.equal(text.slice(from, to), /^ \S/.test(piece) ? piece.slice(1) : piece);
          for (let unit = 0; unit < piece.length; unit++) assert.equal(offsets.at(begin + unit), index);
          begin += piece.length;
        });
        assert.equal(offsets.span(pieces.length), undefined);
        assert.equal(offsets.at(text.length), pieces.length);
      }),
    );
  });

  it('of a word leave out the space before it', () => {
    const offsets = new UnitOffsets('a 😀 bé, c', { ...AS_WRITTEN, units: 'words' });
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((index) => offsets.span(index)),
      [{ from: 0, to: 1 }, { from: 2, to: 4 }, { from: 5, to: 7 }, { from: 7, to: 8 }, { from: 9, to: 10 }, undefined],
    );
  });

  it('are those of the text as the model reads it, in whatever form the editor has it', () => {
    const written = fc.string({ unit: fc.constantFrom('\r\n', '\r', '\n', ' ', 'a', 'e', '\u0301', '😀', '\u212b'), maxLength: 30 });
    fc.assert(
      fc.property(written, units, (text, read) => {
        const form = { lineEnds: 'lf', normalization: 'nfc' } as const;
        const offsets = new UnitOffsets(text, { units: read, ...form });
        const formed = new FormedText(text, form);
        const pieces = cut(formed.text, read);
        pieces.forEach((piece, index) => {
          const { from, to } = offsets.span(index) ?? { from: -1, to: -1 };
          const seen = new FormedText(text.slice(from, to), form).text;
          assert.equal(seen, /^ \S/.test(piece) ? piece.slice(1) : piece);
          assert.equal(offsets.at(from), index);
          assert.equal(offsets.at(to - 1), index);
        });
        assert.equal(offsets.at(text.length), pieces.length);
      }),
    );
  });
});
