/** Where something is missing in a text: a run of underscores. */

export interface Gap {
  readonly start: number;
  readonly end: number;
}

/** The gap at the cursor, else the next one after it, else the last before it. Offsets are UTF-16 units. */
export function findGap(text: string, cursor: number): Gap | undefined {
  const gaps = [...text.matchAll(/_{2,}/g)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
  return gaps.find(({ end }) => end >= cursor) ?? gaps.at(-1);
}
