// The text as the common axis of all maps: one character, or word, a column. Too narrow for letters, words become strokes, and these a grey.
import type { Palette } from './palette';
import { type Columns, openSurface, type Target, visibleColumns } from './surface';

const SMALLEST_FONT = 6;
/** Of words, which are cut off where they are longer than their column. */
const WORD_FONT = 11;
const WORD_GAP = 4;
/** A word of fewer is a stroke. */
const LEAST_LETTERS = 5;
/** Width of a monospaced character relative to its size. */
const ASPECT = 0.602;

export interface TextOnAxis {
  readonly glyphs: readonly string[];
  /** As `inkOf` tells. */
  readonly ink: Uint32Array;
  /** Characters, or words, of a column, where one has no pixel of its own. */
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
  const words = areWords(glyphs);
  const size = words ? WORD_FONT : Math.min(13, columnWidth / ASPECT);
  const legible = words ? columnWidth >= LEAST_LETTERS * size * ASPECT : size >= SMALLEST_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.font = `${size}px ${palette.mono}`;
  for (let at = first - (first % step); at < end; at += step) {
    const x = at * columnWidth - offset;
    const here = marked !== undefined && at >= marked.from && at < marked.to;
    const glyph = glyphs[at] ?? '';
    context.fillStyle = colourOf(glyph, here, palette);
    if (legible || (words && here && step === 1))
      context.fillText(
        !words ? glyph : legible ? shortened(glyph, columnWidth, size) : glyph.trim(),
        x + columnWidth / 2,
        height - 6,
        words ? undefined : Math.max(columnWidth, size),
      );
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

/** The other text of an alignment, one character or word a row; too low for letters, words become strokes. */
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
  const words = areWords(glyphs);
  const size = Math.min(words ? WORD_FONT : 13, row);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `${size}px ${palette.mono}`;
  glyphs.forEach((glyph, at) => {
    context.fillStyle = colourOf(glyph, at === highlighted, palette);
    if (size >= SMALLEST_FONT) context.fillText(words ? shortened(glyph, width, size) : glyph, width / 2, (at + 0.5) * row);
    else if (glyph.trim()) context.fillRect(width / 2 - 2, at * row, 4, Math.max(row * 0.9, 1));
    if (at === highlighted) context.fillRect(width - 2, at * row, 2, Math.max(row, 2));
  });
}

/** Whether columns are words: of characters, none is longer than one code point. */
export const areWords = (glyphs: readonly string[]): boolean => glyphs.some((glyph) => glyph.length > 2);

/** As much of a word as there is room for. */
function shortened(word: string, width: number, size: number): string {
  const letters = [...word.trim()];
  const room = Math.floor((width - WORD_GAP) / (size * ASPECT));
  return letters.length <= room ? letters.join('') : `${letters.slice(0, Math.max(1, room - 1)).join('')}…`;
}

const isBlank = (glyph: string): boolean => glyph === '↵' || glyph.trim() === '';

const colourOf = (glyph: string, highlighted: boolean, { accent, muted, foreground }: Palette): string =>
  highlighted ? accent : glyph === '↵' ? muted : foreground;
