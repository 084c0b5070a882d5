// Bits of surprise under each character, as bars from a common floor; stronger where more surprising.
import type { Palette } from './palette';
import { type Columns, openSurface, type Target } from './surface';

/** Columns of `step` characters each: of several their mean, and above it, paler, the most. */
export interface SurprisePiece {
  readonly from: number;
  readonly step: number;
  readonly mean?: Float32Array | undefined;
  readonly high?: Float32Array | undefined;
}

/** @param pieces of which the finest are drawn */
export function drawSurpriseBars(
  target: Target,
  width: number,
  height: number,
  pieces: readonly SurprisePiece[],
  most: number,
  { columnWidth, offset, count }: Columns,
  palette: Palette,
): void {
  const surface = openSurface(target, width, height);
  if (!surface) return;
  const { context } = surface;
  const finest = Math.min(...pieces.map(({ step }) => step));
  context.fillStyle = palette.surprise;
  for (const { from, step, mean = new Float32Array(), high } of pieces.filter((piece) => piece.step === finest)) {
    const gap = columnWidth * step >= 4 ? 1 : 0;
    for (let column = 0; column < mean.length; column++) {
      const start = from + column * step;
      const x = start * columnWidth - offset;
      const wide = Math.max((Math.min(count, start + step) - start) * columnWidth - gap, 1);
      if (x + wide < 0 || x > width) continue;
      const bar = (bits: number | undefined, strength: number) => {
        const share = (bits ?? Number.NaN) / most;
        if (!(share > 0)) return; // the first character is predicted from nothing
        const tall = Math.max(1, share * height);
        context.globalAlpha = strength * (0.45 + 0.55 * Math.min(1, share * 1.6));
        context.fillRect(x, height - tall, wide, tall);
      };
      bar(high?.[column], 0.4);
      bar(mean[column], 1);
    }
  }
  context.globalAlpha = 1;
}
