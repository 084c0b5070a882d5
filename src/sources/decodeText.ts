/** Bytes of a file → text, strictly: nothing is replaced or guessed, for the model would learn the mistakes. */
import { isUtf8 } from 'node:buffer';

export type Decoded = { readonly text: string } | { readonly problem: 'binary' } | { readonly problem: 'encoding'; readonly line: number };

/** UTF-8, or UTF-16 that says so by its byte order mark; the mark is dropped, line endings stay as they are. */
export function decodeText(bytes: Uint8Array): Decoded {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (utf16 !== undefined) return decodeStrictly(bytes, utf16) ?? { problem: 'binary' };
  if (bytes.includes(0)) return { problem: 'binary' };
  return decodeStrictly(bytes, 'utf-8') ?? { problem: 'encoding', line: firstBrokenLine(bytes) };
}

function decodeStrictly(bytes: Uint8Array, encoding: string): { readonly text: string } | undefined {
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Counting from 1. A line feed is never a part of another character in UTF-8, so lines can be looked at one by one. */
function firstBrokenLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return line;
}
