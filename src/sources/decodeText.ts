/**
 * Bytes of a file → text, strictly: nothing is replaced, for the model would learn the mistakes. What the bytes leave no doubt
 * about is read, and said where it is not plain UTF-8; what they leave open is asked.
 */
import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { ENCODINGS, type Encoding } from '../engine/text/encodings';

/** An encoding that the bytes may be in, and what they would say. */
export interface Candidate {
  readonly encoding: Encoding;
  /** Around the first characters that other encodings read otherwise, on one line. */
  readonly excerpt: string;
}

/** Neither UTF-8 nor UTF-16. */
export interface Undecided {
  readonly problem: 'encoding';
  /** The first line that is not UTF-8: counting from 1. */
  readonly line: number;
  /** The first byte of that line that is no character of UTF-8, counting from 1, and which it is: 0 to 255. */
  readonly byte: number;
  readonly value: number;
  /** The likeliest first; none where nearly all of it is UTF-8, for whatever else reads it garbles the rest. */
  readonly candidates: readonly Candidate[];
}

export interface Decoded {
  readonly text: string;
  /** What there is to say about how it was read: the rest of a sentence that begins with the file's name. */
  readonly remark?: string;
}

/** @param encoding for a text that is not UTF-8 or UTF-16; auto: it is asked for */
export function decodeText(bytes: Uint8Array, encoding: Encoding | 'auto' = 'auto'): Decoded | Undecided | { readonly problem: 'binary' } {
  const marked = MARKS.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) {
    const text = decodeWide(bytes.subarray(marked.mark.length), marked.encoding);
    return text === undefined ? { problem: 'binary' } : { text, remark: `is ${NAMES[marked.encoding]}, as its first bytes say` };
  }
  if (bytes.includes(0)) return unmarkedWide(bytes) ?? { problem: 'binary' };
  const text = decodeStrictly(bytes, 'utf-8');
  if (text !== undefined) return { text };
  const cut = cutOff(bytes);
  if (cut > 0) {
    const whole = decodeStrictly(bytes.subarray(0, bytes.length - cut), 'utf-8') ?? '';
    return {
      text: whole,
      remark: `ends within a character, as if it had not been copied whole: its ${cut === 1 ? 'one byte is' : `${cut} bytes are`} left out`,
    };
  }
  if (encoding !== 'auto' && encoding !== 'utf-8') {
    const said = decodeStrictly(bytes, encoding);
    if (said !== undefined) return { text: said, remark: `is read as ${encoding}` };
  }
  const broken = firstBroken(bytes);
  const { at, ...place } = broken;
  return { problem: 'encoding', ...place, candidates: isNearlyUtf8(bytes) ? [] : candidatesFor(bytes, at) };
}

/** UTF-16 and UTF-32: two or four bytes for a character, least or most significant first. */
type Wide = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const NAMES: Readonly<Record<Wide, string>> = {
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'utf-32le': 'UTF-32 (little-endian)',
  'utf-32be': 'UTF-32 (big-endian)',
};

/** Byte order marks; that of UTF-32 begins with that of UTF-16. */
const MARKS: readonly { readonly encoding: Wide; readonly mark: readonly number[] }[] = [
  { encoding: 'utf-32le', mark: [0xff, 0xfe, 0, 0] },
  { encoding: 'utf-32be', mark: [0, 0, 0xfe, 0xff] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
];

/** No text has these: controls but for white space, and numbers that are no characters (yet). */
const NO_TEXT = /[^\P{Cc}\t\n\v\f\r\u0085]|\p{Cn}|\p{Cs}/u;
/** All texts have some of them: of the wrong order of bytes, they are others. */
const COMMON = /[ \n\r.,]/;

/** Text with zero bytes and no mark. Read in the wrong way, spaces and line ends become characters that no text is made of. */
function unmarkedWide(bytes: Uint8Array): Decoded | undefined {
  for (const encoding of Object.keys(NAMES) as Wide[]) {
    const text = decodeWide(bytes, encoding);
    if (text !== undefined && text !== '' && !NO_TEXT.test(text) && (COMMON.test(text) || isPlain(text)))
      return { text, remark: `is read as ${NAMES[encoding]}, which its bytes look like: it has no mark that says so` };
  }
  return undefined;
}

const isPlain = (text: string) => /^[\x20-\x7e\u00a0-\u024f\s]+$/.test(text);

function decodeWide(bytes: Uint8Array, encoding: Wide): string | undefined {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return decodeStrictly(bytes, encoding);
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const characters: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, encoding === 'utf-32le');
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    characters.push(String.fromCodePoint(point));
  }
  return characters.join('');
}

function decodeStrictly(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return decoded(bytes, encoding, true);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The signs of windows-1252 where ISO 8859-1 has controls, from byte 0x80 on; five bytes are controls there, too. */
const WESTERN_SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Node takes windows-1252 for ISO 8859-1, from 20.18.3 on and till 25 (nodejs/node#56542). */
function decoded(bytes: Uint8Array, encoding: Encoding, fatal: boolean): string {
  const text = new TextDecoder(encoding, { fatal }).decode(bytes);
  if (encoding !== 'windows-1252') return text;
  return text.replaceAll(/[\u0080-\u009f]/g, (control) => WESTERN_SIGNS[control.charCodeAt(0) - 0x80] as string);
}

/**
 * How many bytes at the end are the beginning of a character of UTF-8 that goes on; 0 where what is before is not UTF-8, or may
 * be anything: ASCII and one such byte is as likely a text of the West that ends with é.
 */
function cutOff(bytes: Uint8Array): number {
  for (let cut = 1; cut <= Math.min(3, bytes.length - 1); cut++) {
    const lead = bytes[bytes.length - cut] as number;
    if (lead >= 0x80 && lead <= 0xbf) continue; // goes on with a character
    const length = lead > 0xf4 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    const before = bytes.subarray(0, bytes.length - cut);
    return length > cut && isUtf8(before) && before.some((byte) => byte > 0x7f) ? cut : 0;
  }
  return 0;
}

/** A line feed is never a part of another character in UTF-8, so lines can be looked at one by one. */
function firstBroken(bytes: Uint8Array): Pick<Undecided, 'line' | 'byte' | 'value'> & { readonly at: number } {
  let line = 1;
  let [start, byte] = [0, 0];
  for (; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) {
      byte = wholeCharacters(bytes.subarray(start, end));
      break;
    }
    start = end + 1;
  }
  return { line, byte: byte + 1, value: bytes[start + byte] as number, at: bytes.findIndex((byte, at) => at >= start && byte > 0x7f) };
}

/** How many bytes at the beginning are whole characters of UTF-8, of bytes that are not all so. */
function wholeCharacters(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let whole = 0;
  for (let from = 0; ; ) {
    const at = text.indexOf('\ufffd', from);
    whole += Buffer.byteLength(text.slice(from, at));
    const isWritten = bytes[whole] === 0xef && bytes[whole + 1] === 0xbf && bytes[whole + 2] === 0xbd;
    if (!isWritten) return whole;
    whole += 3;
    from = at + 1;
  }
}

/** So many characters of more than one byte for each place that is none come about by no chance. */
const NEARLY = 8;

function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  const all = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const broken = text.match(/\ufffd+/g)?.length ?? 0;
  return all - broken >= NEARLY * broken;
}

/** Bytes that are looked at: enough to tell a language by its letters. */
const SAMPLE = 65_536;
const MOST_CANDIDATES = 4;
/** Of these so many are found by their letters; the others are those that many files are in, for the eye to judge. */
const BY_LETTERS = 3;
const COMMON_ONES: readonly Encoding[] = ['windows-1252', 'macintosh', 'ibm866'];
const LATIN = /^(windows-125[0247]|iso-8859-(2|15)|macintosh)$/;
/** Signs within words, which no language of the West writes. */
const UNLIKELY = /\p{L}[\u0080-\u00bf\u00d7\u00f7]\p{L}/u;
const AROUND = 24;

function candidatesFor(bytes: Uint8Array, at: number): Candidate[] {
  const sample = bytes.subarray(Math.max(0, at - SAMPLE / 4), at + SAMPLE);
  const guessed = analyse(sample).map(({ name }) => ALIASES[name.toLowerCase()] ?? name.toLowerCase());
  const known = guessed.filter((name): name is Encoding => (ENCODINGS as readonly string[]).includes(name));
  // Between encodings of Latin letters little decides; most files are in that of the West.
  const western = decodeStrictly(bytes, 'windows-1252');
  const isWestern = LATIN.test(known[0] ?? 'windows-1252') && western !== undefined && !UNLIKELY.test(western);
  const all = new Set<Encoding>([...(isWestern ? (['windows-1252'] as const) : []), ...known.slice(0, BY_LETTERS), ...COMMON_ONES]);
  const found: Candidate[] = [];
  for (const encoding of all) {
    const text = decodeStrictly(bytes, encoding);
    if (text === undefined || NO_TEXT.test(text)) continue;
    const excerpt = excerptOf(bytes, at, encoding);
    if (found.length < MOST_CANDIDATES && found.every((other) => other.excerpt !== excerpt)) found.push({ encoding, excerpt });
  }
  return found;
}

/** What chardet calls by the names of ISO is, on the web and in files, what Windows made of them. */
const ALIASES: Readonly<Record<string, Encoding>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-8': 'windows-1255',
  'iso-8859-6': 'windows-1256',
};

/** Characters around the first that is not ASCII. */
function excerptOf(bytes: Uint8Array, at: number, encoding: Encoding): string {
  const before = decoded(bytes.subarray(Math.max(0, at - 4 * AROUND), at), encoding, false);
  const after = decoded(bytes.subarray(at, at + 8 * AROUND), encoding, false);
  const line = (text: string) => [...text.replaceAll(/\s+/g, ' ')];
  return [...line(before).slice(-AROUND), ...line(after).slice(0, 2 * AROUND)].join('').trim();
}
