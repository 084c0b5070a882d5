// Units × characters as coloured cells. Only the visible columns are coloured, at one pixel a cell, and then stretched.
import { type ColourScale, stepOf } from './colourScale';
import { type Columns, openSurface, visibleColumns } from './surface';

export interface HeatmapData {
  /** `values[t · units + u]` */
  readonly values: Float32Array;
  readonly units: number;
  /** Which unit each row shows, from the top. */
  readonly order: Uint32Array;
}

const cells = document.createElement('canvas');

export function drawHeatmap(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  data: HeatmapData,
  columns: Columns,
  scale: ColourScale,
): void {
  const surface = openSurface(canvas, width, height);
  const context = cells.getContext('2d');
  const { first, end } = visibleColumns(columns, width);
  if (!surface || !context || end === first || data.units === 0) return;

  const rows = Math.min(data.units, Math.round(height * surface.ratio));
  const image = context.createImageData(end - first, rows);
  const pixels = new Uint32Array(image.data.buffer);
  if (rows === data.units) colourCells(pixels, data, first, end, scale);
  else colourMeans(pixels, data, first, end, rows, scale);

  if (cells.width < image.width) cells.width = image.width;
  if (cells.height < rows) cells.height = rows;
  context.putImageData(image, 0, 0);
  surface.context.imageSmoothingEnabled = false;
  const { columnWidth, offset } = columns;
  surface.context.drawImage(cells, 0, 0, image.width, rows, first * columnWidth - offset, 0, image.width * columnWidth, height);
}

/**
 * The height nearest to the wanted one at which every row has the same whole number of device pixels,
 * or every pixel the same number of units: no moiré.
 */
export function evenHeight(units: number, wanted: number, ratio: number): number {
  const pixels = wanted * ratio;
  const times = Math.max(1, Math.floor(pixels / units));
  const share = Math.max(1, Math.floor(units / pixels));
  const even = [units * times, units * (times + 1), Math.ceil(units / share), Math.ceil(units / (share + 1))];
  const distance = (height: number) => Math.abs(Math.log(height / pixels));
  return even.reduce((best, height) => (distance(height) < distance(best) ? height : best)) / ratio;
}

function colourCells(pixels: Uint32Array, { values, units, order }: HeatmapData, first: number, end: number, scale: ColourScale): void {
  const width = end - first;
  for (let column = 0; column < width; column++) {
    const start = (first + column) * units;
    for (let row = 0; row < units; row++) {
      pixels[row * width + column] = scale.table[stepOf(scale, values[start + (order[row] ?? row)] ?? 0)] ?? 0;
    }
  }
}

/** More units than pixels: each pixel is the mean of its units. */
function colourMeans(
  pixels: Uint32Array,
  { values, units, order }: HeatmapData,
  first: number,
  end: number,
  rows: number,
  scale: ColourScale,
): void {
  const width = end - first;
  for (let column = 0; column < width; column++) {
    const start = (first + column) * units;
    for (let row = 0; row < rows; row++) {
      const from = Math.floor((row * units) / rows);
      const to = Math.max(from + 1, Math.floor(((row + 1) * units) / rows));
      let sum = 0;
      for (let at = from; at < to; at++) sum += values[start + (order[at] ?? at)] ?? 0;
      pixels[row * width + column] = scale.table[stepOf(scale, sum / (to - from))] ?? 0;
    }
  }
}
