// How often values lie in each of equal parts: bars over an axis of values.
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

const AXIS = 18;

/** Heights are square roots of counts: a unit is mostly at rest, and what is rare is what one looks for. */
export function drawHistogram(
  { context, width, height }: Surface,
  { low, high, counts }: Histogram,
  palette: Palette,
  format: (value: number) => string = (value) => String(value).replace('-', '−'),
): void {
  const floor = height - AXIS;
  const most = Math.sqrt(Math.max(1, ...counts));
  const step = width / counts.length;
  counts.forEach((count, bin) => {
    const middle = low + ((bin + 0.5) * (high - low)) / counts.length;
    const tall = (Math.sqrt(count) / most) * (floor - 2);
    context.fillStyle = middle < 0 ? palette.negative : palette.positive;
    context.fillRect(bin * step, floor - tall, Math.max(1, step - 1), tall);
  });
  context.fillStyle = palette.grid;
  context.fillRect(0, floor, width, 1);
  context.fillStyle = palette.muted;
  context.font = `11px ${palette.font}`;
  context.textBaseline = 'bottom';
  for (const [share, align] of [
    [0, 'left'],
    [0.5, 'center'],
    [1, 'right'],
  ] as const) {
    context.textAlign = align;
    context.fillText(format(low + share * (high - low)), share * width, height);
  }
}
