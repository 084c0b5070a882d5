/** Texts are limited in Unicode code points, which the editor's UTF-16 units may split. */

/** Code points in `text`. */
export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The UTF-16 offset at which code point `index` begins; the length of the text for one past its end. */
function offsetOfCodePoint(text: string, index: number): number {
  let offset = 0;
  for (const character of text) {
    if (index-- <= 0) break;
    offset += character.length;
  }
  return offset;
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
