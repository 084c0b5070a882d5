// One unit over the characters in sight. Signed values take the heatmap's colours on either side of zero.
import type { Palette } from './palette';
import { openSurface, type Pen, type Target } from './surface';

export interface SparklineRange {
  readonly low: number;
  readonly high: number;
  readonly gate: boolean;
}

/** Columns of `step` characters each: of several their mean, and between their extremes a band. */
export interface SparklinePiece {
  readonly from: number;
  readonly step: number;
  readonly mean?: Float32Array | undefined;
  readonly low?: Float32Array | undefined;
  readonly high?: Float32Array | undefined;
}

/** @param pieces later ones over earlier ones: the coarse ones first */
export function drawSparkline(
  target: Target,
  width: number,
  height: number,
  pieces: readonly SparklinePiece[],
  { first, end }: { readonly first: number; readonly end: number },
  range: SparklineRange,
  palette: Palette,
  cursor?: number,
): void {
  const surface = openSurface(target, width, height);
  if (!surface || end <= first) return;
  const { context } = surface;
  const x = (character: number) => ((character - first) / (end - first)) * width;
  const y = (value: number) => 1.5 + (1 - (value - range.low) / (range.high - range.low || 1)) * (height - 3);
  const floor = y(range.gate ? range.low : 0);

  context.fillStyle = palette.grid;
  context.fillRect(0, Math.round(floor), width, 1);
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  const finest = Math.min(...pieces.map(({ step }) => step));
  for (const piece of pieces.filter(({ step }) => step === finest)) {
    for (const [colour, top, bottom] of range.gate
      ? [[palette.gate, 0, height] as const]
      : [[palette.positive, 0, floor] as const, [palette.negative, floor, height] as const]) {
      context.save();
      context.beginPath();
      context.rect(0, top, width, bottom - top);
      context.clip();
      context.fillStyle = context.strokeStyle = colour;
      context.globalAlpha = 0.3;
      band(context, piece, x, y);
      context.fill();
      context.globalAlpha = 1;
      line(context, piece, x, y);
      context.stroke();
      context.restore();
    }
  }
  if (cursor === undefined || cursor < first || cursor >= end) return;
  context.fillStyle = palette.accent;
  context.fillRect(Math.round(x(cursor + 0.5)) - 0.5, 0, 1, height);
}

type Place = (at: number) => number;

function line(context: Pen, { from, step, mean = new Float32Array() }: SparklinePiece, x: Place, y: Place): void {
  context.beginPath();
  for (let column = 0; column < mean.length; column++) context.lineTo(x(from + (column + 0.5) * step), y(mean[column] as number));
}

function band(context: Pen, { from, step, low, high }: SparklinePiece, x: Place, y: Place): void {
  context.beginPath();
  if (!low || !high) return;
  for (let column = 0; column < high.length; column++) context.lineTo(x(from + (column + 0.5) * step), y(high[column] as number));
  for (let column = low.length - 1; column >= 0; column--) context.lineTo(x(from + (column + 0.5) * step), y(low[column] as number));
  context.closePath();
}
