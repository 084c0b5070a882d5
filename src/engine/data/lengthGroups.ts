/** Which rows share a graph: padding costs time, and so does each further graph. */

export interface Lengths {
  readonly source: number;
  readonly target: number;
}

/** At most so many graphs are compiled. */
const MOST = 4;
/** A further graph is worth it where it spares this fraction of the work. */
const WORTH = 0.1;

/**
 * Indices of rows in groups of similar length, shortest first: the cut with the least padded work in batches of `batch`.
 * Exact, by dynamic programming over the lengths that occur.
 */
export function lengthGroups(lengths: readonly Lengths[], batch: number): number[][] {
  const runs = runsOfOneLength(lengths);
  let cuts = runs.map((_, end) => leastCut(runs, end, batch));
  for (let groups = 2; groups <= MOST; groups++) {
    const before = cuts;
    const finer = runs.map((_, end) => leastCut(runs, end, batch, before));
    if ((finer.at(-1) as Cut).work > (1 - WORTH) * (before.at(-1) as Cut).work) break;
    cuts = finer;
  }
  const found: number[][] = [];
  let end = runs.length;
  for (let cut = cuts.at(-1); cut; cut = cut.before) {
    found.unshift(runs.slice(cut.start, end).flatMap(({ rows }) => rows));
    end = cut.start;
  }
  return found;
}

interface Run extends Lengths {
  readonly rows: readonly number[];
}

/** A way to cut all runs up to some end: the last group starts at `start`, those before are cut by `before`. */
interface Cut {
  readonly work: number;
  readonly start: number;
  readonly before?: Cut;
}

/** Rows whose lengths have the same sum, by that sum. */
function runsOfOneLength(lengths: readonly Lengths[]): Run[] {
  const runs = new Map<number, { rows: number[]; source: number; target: number }>();
  for (const [row, { source, target }] of lengths.entries()) {
    const run = runs.get(source + target) ?? { rows: [], source: 0, target: 0 };
    run.rows.push(row);
    run.source = Math.max(run.source, source);
    run.target = Math.max(run.target, target);
    runs.set(source + target, run);
  }
  return [...runs.entries()].sort(([a], [b]) => a - b).map(([, run]) => run);
}

/** @param before the least cuts with one group fewer, by their end; none for a single group */
function leastCut(runs: readonly Run[], end: number, batch: number, before?: readonly Cut[]): Cut {
  let least: Cut = before?.[end] ?? { work: Number.POSITIVE_INFINITY, start: 0 };
  let [rows, source, target] = [0, 0, 0];
  for (let start = end; start >= 0; start--) {
    const run = runs[start] as Run;
    rows += run.rows.length;
    source = Math.max(source, run.source);
    target = Math.max(target, run.target);
    const rest = start === 0 ? undefined : before?.[start - 1];
    if ((start === 0) === (before !== undefined)) continue;
    const size = Math.min(batch, rows);
    const work = Math.ceil(rows / size) * size * (source + target) + (rest?.work ?? 0);
    if (work < least.work) least = { work, start, ...(rest && { before: rest }) };
  }
  return least;
}
