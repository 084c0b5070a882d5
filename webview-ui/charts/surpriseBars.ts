// Bits of surprise under each character, as bars from a common floor; stronger where more surprising.
import type { Palette } from './palette';
import { type Columns, openSurface, visibleColumns } from './surface';

export function drawSurpriseBars(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  bits: Float32Array,
  most: number,
  columns: Columns,
  palette: Palette,
): void {
  const surface = openSurface(canvas, width, height);
  if (!surface) return;
  const { context } = surface;
  const { columnWidth, offset } = columns;
  const { first, end } = visibleColumns(columns, width);
  const gap = columnWidth >= 4 ? 1 : 0;
  context.fillStyle = palette.surprise;
  for (let at = first; at < end; at++) {
    const share = (bits[at] ?? Number.NaN) / most;
    if (!(share > 0)) continue; // the first character is predicted from nothing
    const bar = Math.max(1, share * height);
    context.globalAlpha = 0.45 + 0.55 * Math.min(1, share * 1.6);
    context.fillRect(at * columnWidth - offset, height - bar, Math.max(columnWidth - gap, 1), bar);
  }
  context.globalAlpha = 1;
}
