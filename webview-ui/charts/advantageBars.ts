// By how many bits one model tells each character better than another: bars up from a middle line, down where it is worse.
import type { Palette } from './palette';
import { type Columns, openSurface, type Target } from './surface';
import type { SurprisePiece } from './surpriseBars';

/** @param pieces of which the finest are drawn @param most bits that fill half the height; more is cut off */
export function drawAdvantageBars(
  target: Target,
  width: number,
  height: number,
  pieces: readonly Pick<SurprisePiece, 'from' | 'step' | 'mean'>[],
  most: number,
  { columnWidth, offset, count }: Columns,
  palette: Palette,
): void {
  const surface = openSurface(target, width, height);
  if (!surface) return;
  const { context } = surface;
  const middle = Math.round(height / 2);
  const finest = Math.min(...pieces.map(({ step }) => step));
  context.fillStyle = palette.grid;
  context.fillRect(0, middle, Math.min(width, count * columnWidth - offset), 1);
  for (const { from, step, mean = new Float32Array() } of pieces.filter((piece) => piece.step === finest)) {
    const gap = columnWidth * step >= 4 ? 1 : 0;
    for (let column = 0; column < mean.length; column++) {
      const bits = mean[column] as number;
      const start = from + column * step;
      const x = start * columnWidth - offset;
      const wide = Math.max((Math.min(count, start + step) - start) * columnWidth - gap, 1);
      if (!Number.isFinite(bits) || bits === 0 || x + wide < 0 || x > width) continue;
      const tall = Math.max(1, Math.min(1, Math.abs(bits) / most) * (middle - 1));
      context.fillStyle = bits > 0 ? palette.positive : palette.negative;
      context.fillRect(x, bits > 0 ? middle - tall : middle + 1, wide, tall);
    }
  }
}
