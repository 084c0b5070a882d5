/** Which updates of a run have their checkpoint kept, so that one can look back at how the model came to be. */

/** The first is of this fraction of the updates. */
const FIRST = 0.01;

/**
 * In order, the last one at the end; fewer than `count` where a run is short. Each is later than the one before by the same
 * factor: most of what is learned is learned early.
 * @param end the update after which training ends; where it is not fixed (infinite), none is kept
 */
export function keptUpdates(count: number, end: number): readonly number[] {
  if (!Number.isFinite(end)) return [];
  const spread = Array.from({ length: count }, (_, k) => Math.round(end * FIRST ** ((count - 1 - k) / Math.max(1, count - 1))));
  return [...new Set(spread.map((update) => Math.max(1, update)))];
}
