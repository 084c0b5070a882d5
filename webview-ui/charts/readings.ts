// The same text as several models read it: bits of surprise on one scale, and below them by how much each differs from the first.
import { type BarPiece, barColumns } from './barColumns';
import { drawLabelledRows, type LabelledRow, labelledRowsHeight, type TextInSight } from './labelledRows';
import type { Palette } from './palette';
import type { Columns, Surface } from './surface';
import { drawSurpriseBars } from './surpriseBars';

export interface Reader {
  readonly name: string;
  readonly colour: keyof Palette;
  /** Bits in each column in sight, NaN where nothing was predicted. */
  readonly bits: BarPiece;
  /** Bits more than the first; of that one itself none. */
  readonly difference: BarPiece;
}

/** Of the whole text, in bits: how much fills a row. */
export interface ReadingsScale {
  readonly most: number;
  readonly mostDifference: number;
}

const BARS = 30;

/** In CSS pixels. */
export const readingsHeight = (readers: number): number => labelledRowsHeight(new Array<number>(2 * readers - 1).fill(BARS));

export function drawReadings(
  surface: Surface,
  text: TextInSight,
  readers: readonly Reader[],
  { most, mostDifference }: ReadingsScale,
  palette: Palette,
): void {
  const [first, ...others] = readers;
  if (!first) return;
  const { columns } = text;
  const surprises = readers.map(
    ({ name, colour, bits }): LabelledRow => ({
      words: `${name}: surprise, 0 … ${most.toFixed(0)} bits`,
      colour: palette[colour],
      height: BARS,
      draw: (row) => drawSurpriseBars(row, row.width, BARS, [bits], most, columns, { ...palette, surprise: palette[colour] }),
    }),
  );
  const differences = others.map(
    ({ name, colour, difference }): LabelledRow => ({
      words: `${name} − ${first.name}: up where it is more surprised, ±${mostDifference.toFixed(1)} bits`,
      colour: palette[colour],
      height: BARS,
      draw: (row) =>
        drawDifference(row, difference, mostDifference, columns, {
          more: palette[colour],
          less: palette[first.colour],
          zero: palette.grid,
        }),
    }),
  );
  drawLabelledRows(surface, text, [...surprises, ...differences], palette);
}

/** Bars up from the middle where the row is more surprised than the first, down where it is less. */
function drawDifference(
  { context, width, height }: Surface,
  bits: BarPiece,
  reach: number,
  columns: Columns,
  { more, less, zero }: { readonly more: string; readonly less: string; readonly zero: string },
): void {
  const middle = height / 2;
  for (const { x, wide, mean } of barColumns([bits], columns, width)) {
    const share = Math.max(-1, Math.min(1, mean / reach));
    if (!Number.isFinite(share)) continue;
    const tall = Math.abs(share) * middle;
    context.fillStyle = share > 0 ? more : less;
    context.fillRect(x, share > 0 ? middle - tall : middle, wide, tall);
  }
  context.fillStyle = zero;
  context.fillRect(0, middle - 0.5, width, 1);
}
