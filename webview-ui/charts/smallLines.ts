// A few lines in a small frame with its least and greatest values, one value marked across, and where one is.
import { drawAxes, drawPath, type Frame, xAt, yAt } from './axes';
import type { Palette } from './palette';
import type { Surface } from './surface';

export interface SmallLinesLook {
  readonly lines: readonly { readonly colour: keyof Palette; readonly values: ArrayLike<number> }[];
  /** Marked by a dashed line. */
  readonly border?: number | undefined;
  /** Of the values, or between two. */
  readonly at?: number | undefined;
  /** Values that stand out, by their place. */
  readonly dots?: readonly number[];
  readonly format: (value: number) => string;
  readonly palette: Palette;
}

export function drawSmallLines(surface: Surface, { lines, border, at, dots = [], format, palette }: SmallLinesLook): void {
  const { context, width, height } = surface;
  const all = lines.flatMap(({ values }) => Array.from(values)).filter(Number.isFinite);
  const most = Math.max(border ?? 0, ...all) * 1.05 || 1;
  const count = Math.max(1, ...lines.map(({ values }) => values.length));
  const frame: Frame = {
    left: 34,
    right: width - 4,
    top: 6,
    bottom: height - 6,
    x: { from: 0, to: Math.max(1, count - 1) },
    y: { from: 0, to: most },
  };
  drawAxes(context, frame, { palette, formatY: format });
  const across = (value: number, dash: number[], colour: string, upright: boolean) => {
    context.setLineDash(dash);
    context.strokeStyle = colour;
    context.beginPath();
    if (upright) {
      context.moveTo(Math.round(xAt(frame, value)) + 0.5, frame.top);
      context.lineTo(Math.round(xAt(frame, value)) + 0.5, frame.bottom);
    } else {
      context.moveTo(frame.left, Math.round(yAt(frame, value)) + 0.5);
      context.lineTo(frame.right, Math.round(yAt(frame, value)) + 0.5);
    }
    context.stroke();
    context.setLineDash([]);
  };
  if (border !== undefined) across(border, [3, 3], palette.muted, false);
  if (at !== undefined) across(at, [], palette.foreground, true);
  context.lineJoin = 'round';
  for (const { colour, values } of lines) {
    context.strokeStyle = palette[colour];
    context.lineWidth = 1.25;
    drawPath(
      context,
      Array.from(values, (value, place) => [xAt(frame, place), yAt(frame, value)] as const),
    );
  }
  context.fillStyle = palette.warning;
  for (const place of dots) {
    context.beginPath();
    context.arc(xAt(frame, place), yAt(frame, lines[0]?.values[place] ?? 0), 2, 0, 2 * Math.PI);
    context.fill();
  }
}
