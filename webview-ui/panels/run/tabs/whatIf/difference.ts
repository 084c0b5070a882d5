// What a changed trace has otherwise than the plain one, in the columns in sight.
import type { Block } from '../../../../../src/engine/inspect/traceShape';
import type { Alternative } from '../../../../../src/engine/results';

/** Difference of an activation in the columns in sight: changed − plain, `values[column · units + unit]`. */
export interface Difference {
  readonly from: number;
  readonly step: number;
  readonly columns: number;
  readonly values: Float32Array;
  /** The largest |value|. */
  readonly most: number;
  /** Nearly all |values| are below: where colours are full, so that a few large ones do not make the rest pale. */
  readonly reach: number;
}

/** A character of which something else is the likeliest now. */
export interface Otherwise {
  readonly at: number;
  readonly plain: Alternative;
  readonly changed: Alternative;
}

export function otherwiseFrom(
  from: number,
  plain: readonly (readonly Alternative[])[],
  changed: readonly (readonly Alternative[])[],
): Otherwise[] {
  return plain.flatMap(([likeliest], index) => {
    const other = changed[index]?.[0];
    return likeliest && other && other.symbol !== likeliest.symbol ? [{ at: from + index, plain: likeliest, changed: other }] : [];
  });
}

export function differenceOf(plain: Block, { mean = new Float32Array() }: Block): Difference {
  const values = mean.map((value, at) => value - (plain.mean?.[at] as number));
  const most = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
  return { from: plain.from, step: plain.step, columns: plain.columns, values, most, reach: reachOf(values, most) };
}

/** Of those that differ, 98 % are below. */
function reachOf(values: Float32Array, most: number): number {
  const sizes = values
    .map(Math.abs)
    .filter((size) => size > 1e-6)
    .sort();
  return sizes[Math.floor(0.98 * sizes.length)] ?? most;
}
