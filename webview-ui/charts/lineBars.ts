// By how much each line of a text changed, from its first line to its last: bars up where there is more, down where there is less.
import { drawDifferenceBars } from './differenceBars';
import type { Palette } from './palette';
import type { Surface } from './surface';

/** In CSS pixels: a few lines are not drawn as wide as the page. */
const WIDEST = 24;

/** Where the line at a place in the drawing is. @param count lines */
export function lineAt(x: number, width: number, count: number): number | undefined {
  const at = Math.floor(x / columnWidthOf(width, count));
  return at >= 0 && at < count ? at : undefined;
}

/** @param values of each line @param marked the line at the crosshair */
export function drawLineBars(surface: Surface, values: Float32Array, marked: number | undefined, palette: Palette): void {
  const { context, width, height } = surface;
  const lineWidth = columnWidthOf(width, values.length);
  const columns = lineWidth >= 1 ? values : perPixel(values, Math.floor(width));
  const most = columns.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (marked !== undefined) {
    context.fillStyle = palette.grid;
    context.fillRect(marked * lineWidth, 0, Math.max(1, lineWidth), height);
  }
  drawDifferenceBars(
    surface,
    height,
    { values: columns, most },
    { columnWidth: Math.max(1, lineWidth), offset: 0, count: columns.length },
    palette,
  );
}

const columnWidthOf = (width: number, count: number): number => Math.min(WIDEST, width / Math.max(1, count));

/** The mean of the lines that share a pixel. */
function perPixel(values: Float32Array, pixels: number): Float32Array {
  return Float32Array.from({ length: pixels }, (_, x) => {
    const own = values.subarray(Math.floor((x * values.length) / pixels), Math.max(1, Math.ceil(((x + 1) * values.length) / pixels)));
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}
