// The text as the common axis of all maps: one character a column. Too narrow for letters, words become strokes.
import type { Palette } from './palette';
import { type Columns, openSurface, visibleColumns } from './surface';

const SMALLEST_FONT = 6;
/** Width of a monospaced character relative to its size. */
const ASPECT = 0.602;

export function drawTextAxis(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  glyphs: readonly string[],
  columns: Columns,
  palette: Palette,
  highlighted?: number,
): void {
  const surface = openSurface(canvas, width, height);
  if (!surface) return;
  const { context } = surface;
  const { columnWidth, offset } = columns;
  const { first, end } = visibleColumns(columns, width);
  const size = Math.min(13, columnWidth / ASPECT);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.font = `${size}px ${palette.mono}`;
  for (let at = first; at < end; at++) {
    const glyph = glyphs[at] ?? '';
    const x = at * columnWidth - offset;
    context.fillStyle = ink(glyph, at === highlighted, palette);
    if (size >= SMALLEST_FONT) context.fillText(glyph, x + columnWidth / 2, height - 6, Math.max(columnWidth, size));
    else if (glyph.trim()) context.fillRect(x, height / 2 - 1, Math.max(columnWidth * 0.9, 1), glyph === '↵' ? 1 : 4);
    if (at === highlighted) context.fillRect(x, height - 2, Math.max(columnWidth, 2), 2);
  }
}

/** The other text of an alignment, one character a row; too low for letters, words become strokes. */
export function drawTextColumn(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  glyphs: readonly string[],
  palette: Palette,
  highlighted?: number,
): void {
  const surface = openSurface(canvas, width, height);
  if (!surface || glyphs.length === 0) return;
  const { context } = surface;
  const row = height / glyphs.length;
  const size = Math.min(13, row);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${size}px ${palette.mono}`;
  glyphs.forEach((glyph, at) => {
    context.fillStyle = ink(glyph, at === highlighted, palette);
    if (size >= SMALLEST_FONT) context.fillText(glyph, width / 2, (at + 0.5) * row);
    else if (glyph.trim()) context.fillRect(width / 2 - 2, at * row, 4, Math.max(row * 0.9, 1));
    if (at === highlighted) context.fillRect(width - 2, at * row, 2, Math.max(row, 2));
  });
}

const ink = (glyph: string, highlighted: boolean, { accent, muted, foreground }: Palette): string =>
  highlighted ? accent : glyph === '↵' ? muted : foreground;
