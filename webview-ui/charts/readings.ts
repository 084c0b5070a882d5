// The same text as several models read it, one row each: bits of surprise on one scale, and below them by how much each differs from the first.
import type { Palette } from './palette';
import { type Columns, type Surface, visibleColumns } from './surface';
import { drawSurpriseBars } from './surpriseBars';
import { drawTextAxis, inkOf } from './textAxis';

export interface ReadingRow {
  readonly name: string;
  readonly colour: keyof Palette;
  /** Bits at each character, NaN where nothing was predicted. */
  readonly bits: Float32Array;
}

export interface ReadingsData {
  readonly glyphs: readonly string[];
  readonly rows: readonly ReadingRow[];
  readonly columns: Columns;
  /** The character at the crosshair. */
  readonly at: number | undefined;
}

const TEXT = 24;
const LABEL = 16;
const BARS = 30;
const GAP = 6;

/** In CSS pixels. */
export const readingsHeight = (rows: number): number => TEXT + rows * (LABEL + BARS + GAP) + (rows - 1) * (LABEL + BARS + GAP);

export function drawReadings(surface: Surface, { glyphs, rows, columns, at }: ReadingsData, palette: Palette): void {
  const { width } = surface;
  const marked = at === undefined ? undefined : { from: at, to: at + 1 };
  drawTextAxis(surface, width, TEXT, { glyphs, ink: inkOf(glyphs), step: 1 }, columns, palette, marked);
  const most = Math.max(4, ...rows.map(({ bits }) => greatest(bits)));
  const [first] = rows;
  const differences = rows.slice(1).map((row) => ({ ...row, bits: row.bits.map((bits, t) => bits - (first?.bits[t] ?? Number.NaN)) }));
  const reach = Math.max(1, ...differences.map(({ bits }) => greatest(bits.map(Math.abs))));
  let top = TEXT;
  const place = (words: string, colour: keyof Palette, draw: (row: Surface) => void) => {
    label(surface, words, colour, top, palette);
    within(surface, top + LABEL, BARS, draw);
    top += LABEL + BARS + GAP;
  };
  for (const { name, colour, bits } of rows)
    place(`${name}: surprise, 0 … ${most.toFixed(0)} bits`, colour, (row) =>
      drawSurpriseBars(row, width, BARS, [{ from: 0, step: 1, mean: bits }], most, columns, { ...palette, surprise: palette[colour] }),
    );
  for (const { name, colour, bits } of differences)
    place(`${name} − ${first?.name ?? ''}: up where it is more surprised, ±${reach.toFixed(1)} bits`, colour, (row) =>
      drawDifference(row, bits, reach, columns, palette[colour], palette[first?.colour ?? 'foreground'], palette.grid),
    );
  if (at === undefined) return;
  const { context } = surface;
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.35;
  context.fillRect((at + 0.5) * columns.columnWidth - columns.offset - 0.5, TEXT, 1, top - TEXT);
  context.globalAlpha = 1;
}

/** Bars up from the middle where the row is more surprised than the first, down where it is less. */
function drawDifference(
  { context, width }: Surface,
  bits: Float32Array,
  reach: number,
  columns: Columns,
  more: string,
  less: string,
  line: string,
): void {
  const { columnWidth, offset } = columns;
  const { first, end } = visibleColumns(columns, width);
  const middle = BARS / 2;
  for (let t = first; t < end; t++) {
    const share = (bits[t] ?? Number.NaN) / reach;
    if (!Number.isFinite(share)) continue;
    const tall = Math.abs(share) * middle;
    context.fillStyle = share > 0 ? more : less;
    context.fillRect(t * columnWidth - offset, share > 0 ? middle - tall : middle, columnWidth - 1, tall);
  }
  context.fillStyle = line;
  context.fillRect(0, middle - 0.5, width, 1);
}

function label({ context, width }: Surface, words: string, colour: keyof Palette, top: number, palette: Palette): void {
  context.fillStyle = palette[colour];
  context.fillRect(0, top + 5, 8, 8);
  context.fillStyle = palette.muted;
  context.font = `11px ${palette.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(words, 14, top + 13, width - 14);
}

/** A row of the surface, as a surface of its own. */
export function within(surface: Surface, top: number, height: number, draw: (row: Surface) => void): void {
  const { context, width } = surface;
  context.save();
  context.beginPath();
  context.rect(0, top, width, height);
  context.clip();
  context.translate(0, top);
  draw({ ...surface, height });
  context.restore();
}

const greatest = (bits: Float32Array): number => bits.reduce((most, value) => (value > most ? value : most), 0);
