// Rows below each other over the characters of one text, each with a line of words above it, under one crosshair.
import type { Palette } from './palette';
import type { Columns, Surface } from './surface';
import { drawTextAxis, type TextOnAxis } from './textAxis';

export interface LabelledRow {
  readonly words: string;
  /** Of what the row shows, where others have another. */
  readonly colour?: string | undefined;
  readonly height: number;
  /** From the top left of the row. */
  readonly draw: (row: Surface) => void;
}

export interface TextInSight extends TextOnAxis {
  readonly columns: Columns;
  /** The characters of the column at the crosshair. */
  readonly marked: { readonly from: number; readonly to: number } | undefined;
}

const TEXT = 24;
const LABEL = 16;
const GAP = 6;

/** Where the first row begins, in CSS pixels; and of a row of this height, how much it takes in all. */
export const LABELLED_TOP = TEXT;
export const labelledRowHeight = (height: number): number => LABEL + height + GAP;

/** In CSS pixels, for rows of these heights. */
export const labelledRowsHeight = (heights: readonly number[]): number =>
  heights.reduce((sum, height) => sum + labelledRowHeight(height), LABELLED_TOP);

export function drawLabelledRows(
  surface: Surface,
  { columns, marked, ...text }: TextInSight,
  rows: readonly LabelledRow[],
  palette: Palette,
): void {
  const { width, context } = surface;
  drawTextAxis(surface, width, TEXT, text, columns, palette, marked);
  let top = TEXT;
  for (const { words, colour, height, draw } of rows) {
    label(surface, words, colour, top, palette);
    within(surface, top + LABEL, height, draw);
    top += labelledRowHeight(height);
  }
  if (!marked) return;
  const [left, right] = [marked.from, marked.to].map((at) => at * columns.columnWidth - columns.offset) as [number, number];
  context.fillStyle = palette.foreground;
  context.globalAlpha = 0.8;
  for (const x of [left - 1, Math.max(left + 1, right)]) context.fillRect(x, TEXT, 1, top - TEXT);
  context.globalAlpha = 1;
}

function label({ context, width }: Surface, words: string, colour: string | undefined, top: number, palette: Palette): void {
  const indent = colour === undefined ? 0 : 14;
  if (colour !== undefined) {
    context.fillStyle = colour;
    context.fillRect(0, top + 5, 8, 8);
  }
  context.fillStyle = palette.muted;
  context.font = `11px ${palette.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(words, indent, top + 13, width - indent);
}

function within(surface: Surface, top: number, height: number, draw: (row: Surface) => void): void {
  const { context, width } = surface;
  context.save();
  context.beginPath();
  context.rect(0, top, width, height);
  context.clip();
  context.translate(0, top);
  draw({ ...surface, height });
  context.restore();
}
