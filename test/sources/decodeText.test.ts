import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeText } from '../../src/sources/decodeText';

/** Any text without NUL, and without a byte order mark at its start. */
const text = fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\0', '').replace(/^\ufeff+/, ''));
const BOM = '\ufeff';

describe('decodeText', () => {
  it('reads back what Buffer wrote in UTF-8, with and without a byte order mark', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (original, marked) => {
        assert.deepEqual(decodeText(Buffer.from((marked ? BOM : '') + original, 'utf8')), { text: original });
      }),
    );
  });

  it('reads UTF-16 of both byte orders by its mark', () => {
    fc.assert(
      fc.property(text, (original) => {
        const little = Buffer.from(BOM + original, 'utf16le');
        assert.deepEqual(decodeText(little), { text: original });
        assert.deepEqual(decodeText(Buffer.from(little).swap16()), { text: original });
      }),
    );
  });

  it('keeps line endings, and a mark that is not at the start', () => {
    assert.deepEqual(decodeText(Buffer.from(`a\r\nb\rc\n${BOM}d`)), { text: `a\r\nb\rc\n${BOM}d` });
  });

  it('finds the line with the byte that is no character', () => {
    const lines = fc.array(
      text.map((line) => line.replaceAll('\n', '')),
      { minLength: 1, maxLength: 20 },
    );
    const broken = fc.constantFrom([0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf4, 0x90, 0x80, 0x80]);
    fc.assert(
      fc.property(lines, broken, fc.nat(), (all, bytes, choice) => {
        const line = choice % all.length;
        const parts = all.map((each, index) =>
          Buffer.concat([Buffer.from(`a${each}`), Buffer.from(index === line ? [...bytes, 0x20] : []), Buffer.from('\n')]),
        );
        assert.deepEqual(decodeText(Buffer.concat(parts)), { problem: 'encoding', line: line + 1 });
      }),
    );
  });

  it('takes a zero byte, and half a UTF-16 character, as a sign that it is no text', () => {
    assert.deepEqual(decodeText(Buffer.from('PNG\0\r\n')), { problem: 'binary' });
    assert.deepEqual(decodeText(Buffer.from([0xff, 0xfe, 0x61])), { problem: 'binary' });
    assert.deepEqual(decodeText(Buffer.from([0xff, 0xfe, 0x00, 0xd8])), { problem: 'binary' });
  });
});
