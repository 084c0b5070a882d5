// The same text as several models read it: bits of surprise on one scale, and below them by how much each differs from the first.
import { drawLabelledRows, type LabelledRow, labelledRowsHeight, type TextInSight } from './labelledRows';
import type { Palette } from './palette';
import { type Columns, type Surface, visibleColumns } from './surface';
import { drawSurpriseBars } from './surpriseBars';

export interface Reader {
  readonly name: string;
  readonly colour: keyof Palette;
  /** Bits at each character, NaN where nothing was predicted. */
  readonly bits: Float32Array;
}

const BARS = 30;

/** In CSS pixels. */
export const readingsHeight = (readers: number): number => labelledRowsHeight(new Array<number>(2 * readers - 1).fill(BARS));

export function drawReadings(surface: Surface, text: TextInSight, readers: readonly Reader[], palette: Palette): void {
  const [first, ...others] = readers;
  if (!first) return;
  const { columns } = text;
  const most = Math.max(4, ...readers.map(({ bits }) => greatest(bits)));
  const surprises = readers.map(
    ({ name, colour, bits }): LabelledRow => ({
      words: `${name}: surprise, 0 … ${most.toFixed(0)} bits`,
      colour: palette[colour],
      height: BARS,
      draw: (row) => {
        const own = { ...palette, surprise: palette[colour] };
        drawSurpriseBars(row, row.width, BARS, [{ from: 0, step: 1, mean: bits }], most, columns, own);
      },
    }),
  );
  const differing = others.map((other) => ({ ...other, bits: other.bits.map((bits, t) => bits - (first.bits[t] ?? Number.NaN)) }));
  const reach = Math.max(1, ...differing.map(({ bits }) => greatest(bits.map(Math.abs))));
  const differences = differing.map(
    ({ name, colour, bits }): LabelledRow => ({
      words: `${name} − ${first.name}: up where it is more surprised, ±${reach.toFixed(1)} bits`,
      colour: palette[colour],
      height: BARS,
      draw: (row) => drawDifference(row, bits, reach, columns, { more: palette[colour], less: palette[first.colour], zero: palette.grid }),
    }),
  );
  drawLabelledRows(surface, text, [...surprises, ...differences], palette);
}

/** Bars up from the middle where the row is more surprised than the first, down where it is less. */
function drawDifference(
  { context, width, height }: Surface,
  bits: Float32Array,
  reach: number,
  columns: Columns,
  { more, less, zero }: { readonly more: string; readonly less: string; readonly zero: string },
): void {
  const { columnWidth, offset } = columns;
  const { first, end } = visibleColumns(columns, width);
  const middle = height / 2;
  for (let t = first; t < end; t++) {
    const share = (bits[t] ?? Number.NaN) / reach;
    if (!Number.isFinite(share)) continue;
    const tall = Math.abs(share) * middle;
    context.fillStyle = share > 0 ? more : less;
    context.fillRect(t * columnWidth - offset, share > 0 ? middle - tall : middle, columnWidth - 1, tall);
  }
  context.fillStyle = zero;
  context.fillRect(0, middle - 0.5, width, 1);
}

const greatest = (bits: Float32Array): number => bits.reduce((most, value) => (value > most ? value : most), 0);
