/** The engine counts characters in Unicode code points, the editor in UTF-16 units: the two counts, back and forth. */

/** Code points in `text`. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The UTF-16 offset at which code point `index` begins; the length of the text for one past its end. */
export function offsetOfCodePoint(text: string, index: number): number {
  let offset = 0;
  for (const character of text) {
    if (index-- <= 0) break;
    offset += character.length;
  }
  return offset;
}

/** The code point that covers the UTF-16 unit at `offset`. */
export function codePointAtOffset(text: string, offset: number): number {
  let index = 0;
  let end = 0;
  for (const character of text) {
    end += character.length;
    if (end > offset) break;
    index++;
  }
  return index;
}

/** The first `count` code points. */
export function firstCodePoints(text: string, count: number): string {
  return text.slice(0, offsetOfCodePoint(text, count));
}

/** The last `count` code points. */
export function lastCodePoints(text: string, count: number): string {
  const total = countCodePoints(text);
  return total <= count ? text : text.slice(offsetOfCodePoint(text, total - count));
}
