/** Where something is missing in a text: two underscores or more. */

/** Offsets in UTF-16 units. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

export const gapsIn = (text: string): readonly Gap[] =>
  [...text.matchAll(/_{2,}/g)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));

/** The gap at the cursor, else the next one after it, else the last before it. */
export function gapAt(text: string, cursor: number): Gap | undefined {
  const gaps = gapsIn(text);
  return gaps.find(({ end }) => end >= cursor) ?? gaps.at(-1);
}
