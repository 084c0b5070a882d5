// A line chart as a still picture, for files: what `lineChart` shows in the page, with a legend.
import { drawAxes, type Frame, xAt, yAt } from './axes';
import { type LineChartOptions, valueRange } from './lineChart';
import type { Surface } from './surface';

const LEGEND = 20;

export type LineFigureOptions = Pick<LineChartOptions, 'lines' | 'palette' | 'logarithmic' | 'format' | 'across' | 'floor' | 'ceiling'>;

/** @param data the values across, then those of each line */
export function drawLineFigure(
  { context, width, height }: Surface,
  data: readonly (readonly (number | null)[])[],
  options: LineFigureOptions,
): void {
  const { lines, palette, logarithmic, format, across } = options;
  const [xs = [], ...columns] = data;
  const known = columns.flat().filter((value): value is number => value !== null && (!logarithmic || value > 0));
  const [low, high] = known.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const [from, to] = valueRange(low, high, options);
  const frame: Frame = {
    left: 52,
    right: width - 16,
    top: LEGEND + 8,
    bottom: height - (across ? 40 : 24),
    x: { from: xs[0] ?? 0, to: xs.at(-1) ?? 1 },
    y: { from, to, logarithmic },
  };
  drawAxes(context, frame, { palette, formatX: (value) => value.toLocaleString('en'), formatY: format, ...(across && { labelX: across }) });
  context.save();
  context.lineJoin = 'round';
  lines.forEach((line, index) => {
    const colour = palette[line.colour];
    context.strokeStyle = context.fillStyle = colour;
    context.globalAlpha = line.opacity ?? 1;
    context.lineWidth = line.width;
    context.setLineDash([...(line.dash ?? [])]);
    const points = (columns[index] ?? []).flatMap((value, at) =>
      value === null ? [] : [[xAt(frame, xs[at] ?? 0), yAt(frame, value)] as const],
    );
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    if (line.width > 0) context.stroke();
    context.setLineDash([]);
    for (const [x, y] of line.points ? points : []) {
      context.beginPath();
      context.arc(x, y, (line.points ?? 0) / 2, 0, 2 * Math.PI);
      context.fill();
    }
  });
  context.restore();
  drawLegend(context, frame.left, options);
}

function drawLegend(context: Surface['context'], left: number, { lines, palette }: LineFigureOptions): void {
  context.font = `11px ${palette.font}`;
  context.textAlign = 'start';
  context.textBaseline = 'middle';
  let x = left;
  for (const { label, colour, opacity } of lines) {
    context.globalAlpha = opacity ?? 1;
    context.fillStyle = palette[colour];
    context.fillRect(x, LEGEND / 2 - 1, 12, 2);
    context.globalAlpha = 1;
    context.fillStyle = palette.muted;
    context.fillText(label, x + 18, LEGEND / 2);
    x += 18 + context.measureText(label).width + 16;
  }
}
