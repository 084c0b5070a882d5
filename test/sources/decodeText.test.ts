import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Encoding } from '../../src/engine/text/encodings';
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
        assert.equal(textOf(little), original);
        assert.equal(textOf(Buffer.from(little).swap16()), original);
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
        const decoded = decodeText(Buffer.concat(parts));
        assert.ok('line' in decoded);
        assert.equal(decoded.line, line + 1);
        assert.deepEqual([decoded.byte, decoded.value], [Buffer.byteLength(`a${all[line]}`) + 1, bytes[0]]);
      }),
    );
  });

  it('offers nothing for UTF-8 with few broken places, which others would garble', () => {
    const good = 'Le café était fermé, où êtes-vous allé ?\n'.repeat(5);
    const decoded = decodeText(Buffer.concat([Buffer.from(`${good}été`), Buffer.of(0xff), Buffer.from(good)]));
    assert.deepEqual(decoded, { problem: 'encoding', line: 6, byte: 6, value: 0xff, candidates: [] });
  });

  it('takes a zero byte, and half a UTF-16 character, as a sign that it is no text', () => {
    assert.deepEqual(decodeText(Buffer.from('PNG\0\r\n')), { problem: 'binary' });
    assert.deepEqual(decodeText(Buffer.from([0xff, 0xfe, 0x61])), { problem: 'binary' });
    assert.deepEqual(decodeText(Buffer.from([0xff, 0xfe, 0x00, 0xd8])), { problem: 'binary' });
  });

  it('reads UTF-16 and UTF-32 without a mark by what their bytes look like, and says so', () => {
    for (const original of SAMPLES) {
      for (const [encoding, bytes] of Object.entries(wide(original))) {
        assert.equal(textOf(bytes), original, encoding);
        assert.match(remarkOf(bytes) ?? '', /^is read as UTF-(16|32) \((little|big)-endian\), which its bytes look like/, encoding);
      }
    }
  });

  it('reads UTF-32 by its mark, which begins as that of UTF-16 does', () => {
    for (const bytes of Object.values(wide(`${BOM}héllo\n`)).slice(2)) {
      assert.equal(textOf(bytes), 'héllo\n');
      assert.match(remarkOf(bytes) ?? '', /^is UTF-32 .*, as its first bytes say$/);
    }
  });

  it('leaves out a character that is cut off at the end, and says so', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('é', '字', '😀'), fc.nat(2), (start, last, less) => {
        const before = `${start}ü`;
        const bytes = Buffer.from(`${before}${last}`);
        const length = Buffer.from(last).length;
        const left = bytes.subarray(0, bytes.length - 1 - (less % (length - 1)));
        assert.equal(textOf(left), before);
        assert.match(remarkOf(left) ?? '', /^ends within a character/);
      }),
    );
  });

  it('offers what other bytes would say, the right one first, and reads it where it is said', () => {
    for (const [encoding, [original, bytes]] of Object.entries(OTHERS)) {
      const offered = decodeText(bytes);
      assert.ok('candidates' in offered, encoding);
      assert.equal(offered.candidates[0]?.encoding, encoding, JSON.stringify(offered.candidates));
      assert.ok(
        offered.candidates[0].excerpt.length > 0 && original.replaceAll(/\s+/g, ' ').includes(offered.candidates[0].excerpt),
        encoding,
      );
      assert.equal(textOf(bytes, encoding as Encoding), original);
      assert.equal(remarkOf(bytes, encoding as Encoding), `is read as ${encoding}`);
    }
  });

  it('reads the signs of windows-1252, which Node takes for controls', () => {
    assert.equal(textOf(Buffer.from([0x93, 0x61, 0x94, 0x20, 0x80, 0x85, 0x9f]), 'windows-1252'), '“a” €…Ÿ');
  });

  it('reads UTF-8 as such, whatever is said of files that are not', () => {
    assert.deepEqual(decodeText(Buffer.from('café'), 'windows-1252'), { text: 'café' });
  });

  it('offers nothing that is no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (bytes) => {
        const found = decodeText(bytes);
        if (!('candidates' in found)) return;
        for (const { encoding } of found.candidates) {
          const decoded = textOf(bytes, encoding);
          assert.ok(decoded !== undefined && !/[^\P{Cc}\t\n\v\f\r\u0085]/u.test(decoded), encoding);
        }
      }),
    );
  });
});

const SAMPLES = [
  'hello world, here\n',
  'Straße über Äcker; größer.\n',
  'Привет, как дела? Я не знаю.\r\n',
  'こんにちは、世界。\n今日は天気がいいですね。\n',
  'a\n😀 b\n',
  'ab',
];

/** As other programs write text, byte for byte: in Node there is no encoder for these. */
const OTHERS: Readonly<Record<string, readonly [text: string, bytes: Buffer]>> = {
  'windows-1252': western('Le café était fermé, où êtes-vous allé ? Ça va, “bien sûr”.\n'.repeat(8)),
  'windows-1251': table('Привет, как дела? Я не знаю, что делать сегодня вечером.\n'.repeat(8), 'windows-1251'),
  'koi8-r': table('Привет, как дела? Я не знаю, что делать сегодня вечером.\n'.repeat(8), 'koi8-r'),
  'windows-1250': table('Zażółć gęślą jaźń, proszę pana.\n'.repeat(8), 'windows-1250'),
  'iso-8859-7': table('Καλημέρα κόσμε, τι κάνεις;\n'.repeat(8), 'iso-8859-7'),
  shift_jis: japanese(),
};

function western(original: string): readonly [string, Buffer] {
  const signs: Readonly<Record<string, number>> = { '“': 0x93, '”': 0x94 };
  return [original, Buffer.from([...original].map((character) => signs[character] ?? character.charCodeAt(0)))];
}

/** The inverse of TextDecoder's table of an encoding of one byte a character. */
function table(original: string, encoding: string): readonly [string, Buffer] {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return [original, Buffer.from([...original].map((character) => bytes.get(character) as number))];
}

/** こんにちは、世界。 again and again. */
function japanese(): readonly [string, Buffer] {
  const line = [0x82, 0xb1, 0x82, 0xf1, 0x82, 0xc9, 0x82, 0xbf, 0x82, 0xcd, 0x81, 0x41, 0x90, 0xa2, 0x8a, 0x45, 0x81, 0x42, 0x0a];
  return ['こんにちは、世界。\n'.repeat(20), Buffer.from(Array.from({ length: 20 }, () => line).flat())];
}

function wide(original: string): Readonly<Record<'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be', Buffer>> {
  const little = Buffer.from(original, 'utf16le');
  const points = [...original].map((character) => character.codePointAt(0) as number);
  const four = Buffer.alloc(4 * points.length);
  points.forEach((point, at) => {
    four.writeUInt32LE(point, 4 * at);
  });
  return { 'utf-16le': little, 'utf-16be': Buffer.from(little).swap16(), 'utf-32le': four, 'utf-32be': Buffer.from(four).swap32() };
}

const textOf = (bytes: Uint8Array, encoding?: Encoding) => {
  const decoded = decodeText(bytes, encoding);
  return 'text' in decoded ? decoded.text : undefined;
};
const remarkOf = (bytes: Uint8Array, encoding?: Encoding) => {
  const decoded = decodeText(bytes, encoding);
  return 'remark' in decoded ? decoded.remark : undefined;
};
