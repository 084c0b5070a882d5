// Columns of bars under a text: which of them are in sight, where, and how wide.
import type { Columns } from './surface';

/** Columns of `step` characters each: of several their mean, and the most. */
export interface BarPiece {
  readonly from: number;
  readonly step: number;
  readonly mean?: Float32Array | undefined;
  readonly high?: Float32Array | undefined;
}

interface BarColumn {
  readonly x: number;
  readonly wide: number;
  readonly mean: number;
  readonly high: number | undefined;
}

/** @param pieces of which the finest are drawn */
export function* barColumns(pieces: readonly BarPiece[], { columnWidth, offset, count }: Columns, width: number): Generator<BarColumn> {
  const finest = Math.min(...pieces.map(({ step }) => step));
  for (const { from, step, mean = new Float32Array(), high } of pieces.filter((piece) => piece.step === finest)) {
    const gap = columnWidth * step >= 4 ? 1 : 0;
    for (let column = 0; column < mean.length; column++) {
      const start = from + column * step;
      const x = start * columnWidth - offset;
      const wide = Math.max((Math.min(count, start + step) - start) * columnWidth - gap, 1);
      if (x + wide >= 0 && x <= width) yield { x, wide, mean: mean[column] as number, high: high?.[column] };
    }
  }
}
