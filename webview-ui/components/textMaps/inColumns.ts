// Values of characters as columns of several: their mean, and the most. From afar a picture draws these.
import type { BarPiece } from '../../charts/barColumns';

/** Of the whole text. What is no number counts for nothing: NaN where there is none in a column. */
export function inColumns(values: Float32Array, step: number): Required<BarPiece> {
  if (step === 1) return { from: 0, step, mean: values, high: values };
  const columns = Math.ceil(values.length / step);
  const [mean, high] = [new Float32Array(columns).fill(Number.NaN), new Float32Array(columns).fill(Number.NaN)];
  for (let column = 0; column < columns; column++) {
    let [sum, told, most] = [0, 0, Number.NEGATIVE_INFINITY];
    for (let at = column * step; at < Math.min(values.length, (column + 1) * step); at++) {
      const value = values[at] as number;
      if (!Number.isFinite(value)) continue;
      sum += value;
      told++;
      if (value > most) most = value;
    }
    if (told > 0) [mean[column], high[column]] = [sum / told, most];
  }
  return { from: 0, step, mean, high };
}

/** The part of it that is in sight. */
export function inSight({ step, mean, high }: BarPiece, { first, end }: { readonly first: number; readonly end: number }): BarPiece {
  const [from, to] = [Math.floor(first / step), Math.ceil(end / step)];
  return { from: from * step, step, mean: mean?.subarray(from, to), high: high?.subarray(from, to) };
}
