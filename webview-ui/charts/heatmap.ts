// Units × characters as coloured cells, tile by tile: a tile is coloured once, at one pixel a column, and then only stretched and moved.
import { type ColourScale, stepOf } from './colourScale';
import { type Columns, openSurface, type Target } from './surface';

/** Columns of `step` characters each. */
export interface Tile {
  /** The first character. */
  readonly from: number;
  readonly step: number;
  readonly columns: number;
  /** `values[column · units + unit]`: of several characters their mean, or whatever else is to be the colour. */
  readonly values: Float32Array;
  /** The least and the greatest of each cell: drawn on its upper and lower edge where a row is high enough. */
  readonly low?: Float32Array | undefined;
  readonly high?: Float32Array | undefined;
}

export interface HeatmapLook {
  readonly units: number;
  /** Which unit each row shows, from the top. */
  readonly order: Uint32Array;
  readonly colours: ColourScale;
}

/** A row of so many device pixels has room for its extremes beside its mean. */
const ROOM_FOR_EXTREMES = 4;

interface Painted {
  readonly look: HeatmapLook;
  readonly height: number;
  readonly picture: HTMLCanvasElement;
}
const painted = new WeakMap<Float32Array, Painted>();

/**
 * @param tiles later ones over earlier ones: the coarse ones first
 * @param deadline when no further tile is coloured (`performance.now()`): it is left out, or shown as it was before
 * @returns whether all is drawn
 */
export function drawHeatmap(
  target: Target,
  width: number,
  height: number,
  tiles: readonly Tile[],
  columns: Columns,
  look: HeatmapLook,
  deadline = Number.POSITIVE_INFINITY,
): boolean {
  const surface = openSurface(target, width, height);
  if (!surface || look.units === 0) return true;
  const { context, ratio } = surface;
  const pixels = Math.round(height * ratio);
  const { columnWidth, offset, count } = columns;
  context.imageSmoothingEnabled = false;
  const whole = (x: number) => Math.round(x * ratio) / ratio; // no seam between tiles
  let fresh = true;
  for (const tile of tiles) {
    const { picture, ...painted } = pictureOf(tile, look, pixels, deadline);
    fresh &&= painted.fresh;
    if (!picture) continue;
    const left = tile.from * columnWidth - offset;
    const end = Math.min(count, tile.from + tile.columns * tile.step) * columnWidth - offset; // the last column may be narrower
    context.save();
    context.beginPath();
    context.rect(whole(left), 0, whole(end) - whole(left), height);
    context.clip();
    context.drawImage(picture, left, 0, tile.columns * tile.step * columnWidth, height);
    context.restore();
  }
  return fresh;
}

function pictureOf(
  tile: Tile,
  look: HeatmapLook,
  height: number,
  deadline: number,
): { readonly picture?: HTMLCanvasElement | undefined; readonly fresh: boolean } {
  const before = painted.get(tile.values);
  if (before?.look === look && before.height === height) return { picture: before.picture, fresh: true };
  if (performance.now() > deadline) return { picture: before?.picture, fresh: false };
  const picture = before?.picture ?? document.createElement('canvas');
  paint(picture, tile, look, height);
  painted.set(tile.values, { look, height, picture });
  return { picture, fresh: true };
}

/** A pixel for each column; for each row as many as it has on the screen, or one for several rows. */
function paint(picture: HTMLCanvasElement, tile: Tile, { units, order, colours }: HeatmapLook, height: number): void {
  const { columns, values, low, high } = tile;
  const each = Math.floor(height / units);
  const extremes = low && high && each >= ROOM_FOR_EXTREMES;
  const rows = extremes ? units * each : Math.min(units, height);
  if (picture.width !== columns) picture.width = columns;
  if (picture.height !== rows) picture.height = rows;
  const context = picture.getContext('2d');
  if (!context) return;
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  if (extremes) {
    const edge = Math.max(1, Math.floor(each / 4));
    for (let row = 0; row < rows; row++) {
      const inside = row % each;
      const plane = inside < edge ? high : inside >= each - edge ? low : values;
      colourRow(pixels.subarray(row * columns, (row + 1) * columns), plane, units, order[Math.floor(row / each)] ?? 0, colours);
    }
  } else if (rows === units)
    for (let row = 0; row < rows; row++)
      colourRow(pixels.subarray(row * columns, (row + 1) * columns), values, units, order[row] ?? row, colours);
  else colourMeans(pixels, tile, units, order, rows, colours);
  context.putImageData(image, 0, 0);
}

function colourRow(pixels: Uint32Array, values: Float32Array, units: number, unit: number, colours: ColourScale): void {
  for (let column = 0; column < pixels.length; column++)
    pixels[column] = colours.table[stepOf(colours, values[column * units + unit] as number)] as number;
}

/** More units than pixels: each pixel is the mean of its units. */
function colourMeans(
  pixels: Uint32Array,
  { values, columns }: Tile,
  units: number,
  order: Uint32Array,
  rows: number,
  colours: ColourScale,
): void {
  for (let row = 0; row < rows; row++) {
    const from = Math.floor((row * units) / rows);
    const to = Math.max(from + 1, Math.floor(((row + 1) * units) / rows));
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let at = from; at < to; at++) sum += values[column * units + (order[at] as number)] as number;
      pixels[row * columns + column] = colours.table[stepOf(colours, sum / (to - from))] as number;
    }
  }
}
