// Bits of surprise under each character, as bars from a common floor; stronger where more surprising.
import { type BarPiece, barColumns } from './barColumns';
import type { Palette } from './palette';
import { type Columns, openSurface, type Target } from './surface';

/** @param pieces of which the finest are drawn */
export function drawSurpriseBars(
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
  context.fillStyle = palette.surprise;
  for (const { x, wide, mean, high } of barColumns(pieces, columns, width)) {
    const bar = (bits: number | undefined, strength: number) => {
      const share = (bits ?? Number.NaN) / most;
      if (!(share > 0)) return; // the first character is predicted from nothing
      const tall = Math.max(1, share * height);
      context.globalAlpha = strength * (0.45 + 0.55 * Math.min(1, share * 1.6));
      context.fillRect(x, height - tall, wide, tall);
    };
    bar(high, 0.4);
    bar(mean, 1);
  }
  context.globalAlpha = 1;
}
