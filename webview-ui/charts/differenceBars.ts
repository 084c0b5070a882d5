// Differences at each character as bars: up where there is more, down where there is less.
import type { Palette } from './palette';
import type { Columns, Surface } from './surface';

/** @param values one for each column, NaN where there is none @param most the value that reaches the edge */
export function drawDifferenceBars(
  { context, width }: Surface,
  height: number,
  { values, most }: { readonly values: Float32Array; readonly most: number },
  { columnWidth }: Columns,
  palette: Palette,
): void {
  const middle = Math.round(height / 2);
  const gap = columnWidth >= 4 ? 1 : 0;
  context.fillStyle = palette.grid;
  context.fillRect(0, middle, width, 1);
  values.forEach((value, at) => {
    if (!(Math.abs(value) > 0) || most === 0) return;
    const tall = Math.max(1, (Math.abs(value) / most) * (middle - 2));
    context.fillStyle = value > 0 ? palette.positive : palette.negative;
    context.fillRect(at * columnWidth, value > 0 ? middle - tall : middle + 1, Math.max(1, columnWidth - gap), tall);
  });
}
