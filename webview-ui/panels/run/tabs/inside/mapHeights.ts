// How tall each map is: all of them are in sight at once, as long as that leaves enough of each to see.

/** Lower than this a map says nothing: then they scroll, each as tall as is usual. In CSS pixels, as all here. */
const LOWEST = 40;
const USUAL = 80;
const TALLEST = 320;
const TALLEST_ROW = 24;
const EXPANDED_ROW = 4;
/** The hidden state is no taller than so many of the others. */
const MOST_TIMES = 3;

/**
 * @param units rows of each map
 * @param first how many of them, from the top, show the hidden state: what is left over is theirs
 * @param room height that they share
 * @param ratio device pixels to one of CSS
 */
export function mapHeights(units: readonly number[], first: number, room: number, ratio: number): readonly number[] {
  const share = Math.floor(room / units.length);
  const within = (rows: number, most: number): number => evenHeight(rows, Math.min(most, TALLEST, rows * TALLEST_ROW), ratio);
  const heights = units.map((rows) => within(rows, share < LOWEST ? USUAL : share));
  const left = room - heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height, at) =>
    at < first && left > 0 ? within(units[at] ?? 1, Math.min(MOST_TIMES * height, height + left / first)) : height,
  );
}

/** Of a map that the user wants to see in full. */
export const expandedHeight = (units: number, ratio: number): number => evenHeight(units, Math.max(TALLEST, units * EXPANDED_ROW), ratio);

/**
 * The greatest height within `most` CSS pixels at which every row has the same whole number of device pixels,
 * or every pixel the same number of units: no moiré.
 */
function evenHeight(units: number, most: number, ratio: number): number {
  const pixels = Math.max(1, Math.floor(most * ratio));
  const even = units <= pixels ? units * Math.floor(pixels / units) : Math.ceil(units / Math.ceil(units / pixels));
  return even / ratio;
}
