// The text as the common axis of all maps: one character a column. Too narrow for letters, words become strokes, and these a grey.
import type { Palette } from './palette';
import { type Columns, openSurface, type Target, visibleColumns } from './surface';

const SMALLEST_FONT = 6;
/** Width of a monospaced character relative to its size. */
const ASPECT = 0.602;

export interface TextOnAxis {
  readonly glyphs: readonly string[];
  /** As `inkOf` tells. */
  readonly ink: Uint32Array;
  /** Characters of a column, where one has no pixel of its own. */
  readonly step: number;
}

/** How many characters that are no blanks stand before each, and in all. */
export function inkOf(glyphs: readonly string[]): Uint32Array {
  const ink = new Uint32Array(glyphs.length + 1);
  glyphs.forEach((glyph, at) => {
    ink[at + 1] = (ink[at] as number) + (isBlank(glyph) ? 0 : 1);
  });
  return ink;
}

/** @param marked the characters at the crosshair */
export function drawTextAxis(
  target: Target,
  width: number,
  height: number,
  { glyphs, ink, step }: TextOnAxis,
  columns: Columns,
  palette: Palette,
  marked?: { readonly from: number; readonly to: number },
): void {
  const surface = openSurface(target, width, height);
  if (!surface) return;
  const { context } = surface;
  const { columnWidth, offset } = columns;
  const { first, end } = visibleColumns(columns, width);
  const size = Math.min(13, columnWidth / ASPECT);
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.font = `${size}px ${palette.mono}`;
  for (let at = first - (first % step); at < end; at += step) {
    const x = at * columnWidth - offset;
    const here = marked !== undefined && at >= marked.from && at < marked.to;
    const glyph = glyphs[at] ?? '';
    context.fillStyle = colourOf(glyph, here, palette);
    if (size >= SMALLEST_FONT) context.fillText(glyph, x + columnWidth / 2, height - 6, Math.max(columnWidth, size));
    else if (step > 1) {
      const to = Math.min(glyphs.length, at + step);
      const share = ((ink[to] as number) - (ink[at] as number)) / (to - at);
      context.fillStyle = here ? palette.accent : palette.foreground;
      context.globalAlpha = share;
      context.fillRect(x, height / 2 - 1, step * columnWidth, 4);
      context.globalAlpha = 1;
    } else if (glyph.trim()) context.fillRect(x, height / 2 - 1, Math.max(columnWidth * 0.9, 1), glyph === '↵' ? 1 : 4);
    if (here) context.fillRect(x, height - 2, Math.max(columnWidth * step, 2), 2);
  }
}

/** The other text of an alignment, one character a row; too low for letters, words become strokes. */
export function drawTextColumn(
  target: Target,
  width: number,
  height: number,
  glyphs: readonly string[],
  palette: Palette,
  highlighted?: number,
): void {
  const surface = openSurface(target, width, height);
  if (!surface || glyphs.length === 0) return;
  const { context } = surface;
  const row = height / glyphs.length;
  const size = Math.min(13, row);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${size}px ${palette.mono}`;
  glyphs.forEach((glyph, at) => {
    context.fillStyle = colourOf(glyph, at === highlighted, palette);
    if (size >= SMALLEST_FONT) context.fillText(glyph, width / 2, (at + 0.5) * row);
    else if (glyph.trim()) context.fillRect(width / 2 - 2, at * row, 4, Math.max(row * 0.9, 1));
    if (at === highlighted) context.fillRect(width - 2, at * row, 2, Math.max(row, 2));
  });
}

const isBlank = (glyph: string): boolean => glyph === '↵' || glyph.trim() === '';

const colourOf = (glyph: string, highlighted: boolean, { accent, muted, foreground }: Palette): string =>
  highlighted ? accent : glyph === '↵' ? muted : foreground;
