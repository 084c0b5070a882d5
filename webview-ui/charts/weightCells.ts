// A matrix of weights as coloured cells, with the names of rows and columns where they have room.
import { type ColourScale, stepOf, toRgb } from './colourScale';
import type { Palette } from './palette';
import type { Surface } from './surface';

/** `height` × `width` cells of a stretch of rows and columns. */
export interface WeightCells {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  readonly height: number;
  readonly width: number;
  /** What is coloured; NaN: no number that is finite. */
  readonly values: Float32Array;
  /** 1 where something in the cell is not finite. */
  readonly broken: Uint8Array;
}

/** Where the cells lie, in CSS pixels. */
export interface CellsFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface CellsLook {
  readonly frame: CellsFrame;
  readonly colours: ColourScale;
  readonly rowName: (row: number) => string;
  readonly columnName: (column: number) => string;
  /** Rows above which a line divides blocks. */
  readonly divided: readonly number[];
  /** The cell that one is at. */
  readonly at?: { readonly row: number; readonly column: number } | undefined;
}

/** Room for a name; of a column also for its breadth. In CSS pixels. */
const NAME = 14;
/** Between two numbers that are not all written. */
const APART = 40;

export function drawWeightCells({ context, width }: Surface, cells: WeightCells, look: CellsLook, palette: Palette): void {
  const { frame, divided, at } = look;
  const { left, top } = frame;
  context.imageSmoothingEnabled = false;
  context.drawImage(painted(cells, look.colours, palette), left, top, frame.width, frame.height);
  context.strokeStyle = palette.grid;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, frame.width + 1, frame.height + 1);
  const [rows, columns] = [cells.rows[1] - cells.rows[0], cells.columns[1] - cells.columns[0]];
  const y = (row: number) => top + ((row - cells.rows[0]) / rows) * frame.height;
  const x = (column: number) => left + ((column - cells.columns[0]) / columns) * frame.width;
  context.fillStyle = palette.foreground;
  for (const row of divided) if (row > cells.rows[0] && row < cells.rows[1]) context.fillRect(left, Math.round(y(row)), frame.width, 1);
  context.fillStyle = palette.muted;
  context.font = `11px ${palette.font}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const row of named(cells.rows, frame.height / rows, NAME)) context.fillText(look.rowName(row), left - 5, (y(row) + y(row + 1)) / 2);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const column of named(cells.columns, frame.width / columns, NAME)) {
    const middle = (x(column) + x(column + 1)) / 2;
    if (middle < width - 4) context.fillText(look.columnName(column), middle, top + frame.height + 4);
  }
  if (!at) return;
  const [down, across] = [Math.max(3, frame.height / rows), Math.max(3, frame.width / columns)];
  context.strokeStyle = palette.foreground;
  context.strokeRect(Math.round(x(at.column)) - 0.5, Math.round(y(at.row)) - 0.5, Math.ceil(across) + 1, Math.ceil(down) + 1);
}

/** All of them where there is room, else every 5th, 10th, … */
function named([from, to]: readonly [number, number], each: number, room: number): number[] {
  const step =
    each >= room ? 1 : ([5, 10, 20, 50, 100, 200, 500].find((one) => one * each >= APART) ?? 10 ** Math.ceil(Math.log10(APART / each)));
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) found.push(at);
  return found;
}

const pictures = new WeakMap<Float32Array, { readonly colours: ColourScale; readonly picture: HTMLCanvasElement }>();

/** A pixel for each cell. */
function painted({ height, width, values, broken }: WeightCells, colours: ColourScale, palette: Palette): HTMLCanvasElement {
  const before = pictures.get(values);
  if (before?.colours === colours) return before.picture;
  const picture = before?.picture ?? document.createElement('canvas');
  [picture.width, picture.height] = [width, height];
  const context = picture.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const [r, g, b] = toRgb(palette.warning);
  const wrong = new Uint32Array(Uint8Array.of(r, g, b, 255).buffer)[0] as number;
  for (let cell = 0; cell < pixels.length; cell++)
    pixels[cell] = broken[cell] ? wrong : (colours.table[stepOf(colours, values[cell] as number)] as number);
  context.putImageData(image, 0, 0);
  pictures.set(values, { colours, picture });
  return picture;
}
