// The loss over updates in a small frame, with one update marked and where one is.
import { drawAxes, drawPath, type Frame, xAt, yAt } from './axes';
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface LossThereLook {
  /** Updates; each one's loss, its running mean, and the validations. */
  readonly columns: readonly (readonly (number | null)[])[];
  /** The update that is marked. */
  readonly marked: number;
  /** Index of the update that one is at. */
  readonly at?: number | undefined;
  readonly format: (value: number) => string;
  readonly palette: Palette;
}

export function drawLossThere({ context, width, height }: Surface, { columns, marked, at, format, palette }: LossThereLook): void {
  const [xs = [], , means = [], held = []] = columns;
  const known = [...means, ...held].filter((value): value is number => value !== null);
  const [least, most] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Number.POSITIVE_INFINITY, 0]);
  const frame: Frame = {
    left: 38,
    right: width - 20, // half of the last number below the axis
    top: 8,
    bottom: height - 24,
    x: { from: 0, to: Math.max(1, xs.at(-1) ?? 1, marked) },
    y: { from: Math.max(0, least - 0.05 * (most - least)), to: most > least ? most : least + 1 },
  };
  drawAxes(context, frame, { palette, formatX: (value) => value.toLocaleString('en'), formatY: format });
  const upright = (update: number, colour: string, wide: number) => {
    context.fillStyle = colour;
    context.fillRect(Math.round(xAt(frame, update)) - wide / 2, frame.top, wide, frame.bottom - frame.top);
  };
  if (at !== undefined) upright(xs[at] ?? 0, palette.muted, 1);
  upright(marked, palette.foreground, 2);
  const points = (column: readonly (number | null)[]) =>
    column.flatMap((value, index) => (value === null ? [] : [[xAt(frame, xs[index] ?? 0), yAt(frame, value)] as const]));
  context.lineJoin = 'round';
  context.lineWidth = 1.5;
  context.strokeStyle = palette.negative;
  drawPath(context, points(means));
  context.strokeStyle = palette.positive;
  drawPath(context, points(held));
}
