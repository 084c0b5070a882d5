// By how many bits one model tells each character better than another: bars up from a middle line, down where it is worse.
import { type BarPiece, barColumns } from './barColumns';
import type { Palette } from './palette';
import { type Columns, openSurface, type Target } from './surface';

/** @param pieces of which the finest are drawn @param most bits that fill half the height; more is cut off */
export function drawAdvantageBars(
  target: Target,
  width: number,
  height: number,
  pieces: readonly BarPiece[],
  most: number,
  columns: Columns,
  palette: Palette,
): void {
  const surface = openSurface(target, width, height);
  if (!surface) return;
  const { context } = surface;
  const middle = Math.round(height / 2);
  context.fillStyle = palette.grid;
  context.fillRect(0, middle, Math.min(width, columns.count * columns.columnWidth - columns.offset), 1);
  for (const { x, wide, mean: bits } of barColumns(pieces, columns, width)) {
    if (!Number.isFinite(bits) || bits === 0) continue;
    const tall = Math.max(1, Math.min(1, Math.abs(bits) / most) * (middle - 1));
    context.fillStyle = bits > 0 ? palette.positive : palette.negative;
    context.fillRect(x, bits > 0 ? middle - tall : middle + 1, wide, tall);
  }
}
