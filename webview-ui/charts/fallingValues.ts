// Values in falling order over their places: how a spectrum falls off. Logarithmic where it spans more than three orders.
import { drawAxes, drawPath, type Frame, xAt, yAt } from './axes';
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface FallingLook {
  /** Largest first. */
  readonly values: Float64Array;
  /** The one that one is at. */
  readonly at?: number | undefined;
  readonly format: (value: number) => string;
  readonly labelX: string;
  readonly palette: Palette;
}

const MANY = 1e3;

export function drawFallingValues({ context, width, height }: Surface, { values, at, format, labelX, palette }: FallingLook): void {
  const most = values[0] ?? 1;
  // What is zero but for rounding has no place on a logarithmic axis.
  const least = values.findLast((value) => value > most * 1e-12) ?? most;
  const logarithmic = most / least > MANY;
  const frame: Frame = {
    left: 52,
    right: width - 10,
    top: 8,
    bottom: height - 40,
    x: { from: 1, to: Math.max(2, values.length) },
    y: logarithmic ? { from: least, to: most, logarithmic } : { from: 0, to: most * 1.05 || 1 },
  };
  drawAxes(context, frame, { palette, formatX: (value) => String(Math.round(value)), formatY: format, labelX });
  const points = Array.from(values, (value, place) => [xAt(frame, place + 1), value >= least ? yAt(frame, value) : Number.NaN] as const);
  context.strokeStyle = palette.negative;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  drawPath(context, points);
  if (at === undefined) return;
  const [x, y] = points[at] ?? [];
  if (x === undefined) return;
  context.fillStyle = palette.muted;
  context.fillRect(Math.round(x), frame.top, 1, frame.bottom - frame.top);
  if (y === undefined || Number.isNaN(y)) return;
  context.fillStyle = palette.foreground;
  context.beginPath();
  context.arc(x, y, 3, 0, 2 * Math.PI);
  context.fill();
}
