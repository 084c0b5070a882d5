// One unit over the whole text. Signed values take the heatmap's colours on either side of zero.
import type { Palette } from './palette';
import { openSurface } from './surface';

export interface SparklineRange {
  readonly low: number;
  readonly high: number;
  readonly gate: boolean;
}

export function drawSparkline(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  values: Float32Array,
  range: SparklineRange,
  palette: Palette,
  cursor?: number,
): void {
  const surface = openSurface(canvas, width, height);
  if (!surface || values.length === 0) return;
  const { context } = surface;
  const x = (at: number) => ((at + 0.5) / values.length) * width;
  const y = (value: number) => 1.5 + (1 - (value - range.low) / (range.high - range.low || 1)) * (height - 3);
  const floor = y(range.gate ? range.low : 0);

  context.fillStyle = palette.grid;
  context.fillRect(0, Math.round(floor), width, 1);
  const line = trace(values, x, y, width);
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  for (const [colour, top, bottom] of range.gate
    ? [[palette.gate, 0, height] as const]
    : [[palette.positive, 0, floor] as const, [palette.negative, floor, height] as const]) {
    context.save();
    context.beginPath();
    context.rect(0, top, width, bottom - top);
    context.clip();
    context.strokeStyle = colour;
    context.stroke(line);
    context.restore();
  }
  if (cursor === undefined) return;
  context.fillStyle = palette.accent;
  context.fillRect(Math.round(x(cursor)) - 0.5, 0, 1, height);
}

/** More characters than pixels: each pixel gets the least and the greatest value in it. */
function trace(values: Float32Array, x: (at: number) => number, y: (value: number) => number, width: number): Path2D {
  const path = new Path2D();
  const stride = Math.max(1, Math.floor(values.length / Math.max(1, width)));
  for (let from = 0; from < values.length; from += stride) {
    const bin = values.subarray(from, from + stride);
    path.lineTo(x(from), y(Math.min(...bin)));
    if (stride > 1) path.lineTo(x(from), y(Math.max(...bin)));
  }
  return path;
}
