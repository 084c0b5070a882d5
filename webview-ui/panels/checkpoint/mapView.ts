// A matrix in the page: how large its cells are drawn, and what rows, columns and the numbers in them are called.
import type { WeightAxis } from '../../../src/engine/inspect/weights/weightAxes';
import type { WeightMap } from '../../../src/engine/inspect/weights/weightMap';
import type { CellsFrame } from '../../charts/weightCells';
import { alone, count, short, spoken } from '../../components/figures';

/** From, and up to, not including, to. */
export type Stretch = readonly [from: number, to: number];

/** As `weightMap` in the engine takes a tensor for a matrix. */
export function matrixShape([rows = 1, ...others]: readonly number[]): readonly [rows: number, columns: number] {
  return others.length === 0 ? [1, rows] : [rows, others.reduce((size, length) => size * length, 1)];
}

/** In CSS pixels: of a cell at most, of all of them at most, and around them for names. */
const [LARGEST, WIDEST] = [22, 44];
const TALLEST = 420;
const SHORTEST = 16;
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 6, 4, 22];

/** @param width of the drawing @returns its height, and where the cells lie in it */
export function mapRoom(rows: Stretch, columns: Stretch, width: number): { readonly height: number; readonly frame: CellsFrame } {
  const [down, across] = [rows[1] - rows[0], columns[1] - columns[0]];
  const room = Math.max(20, width - LEFT - RIGHT);
  const wide = Math.min(room, across * WIDEST);
  // Rows and columns are of a size where there is room; many rows are drawn low rather than not at all.
  const each = Math.min(LARGEST, Math.max(wide / across, 1));
  const tall = Math.max(SHORTEST, Math.min(TALLEST, down * Math.max(each, Math.min(LARGEST, TALLEST / 2 / down))));
  return { height: TOP + tall + BOTTOM, frame: { left: LEFT, top: TOP, width: wide, height: tall } };
}

/** `i[12]`, “e”, 12 */
export function nameAt({ names, gates }: WeightAxis, at: number): string {
  const name = names?.[at];
  if (name !== undefined) return alone(name);
  const gate = gates?.find(({ from, to }) => at >= from && at < to);
  return gate ? `${gate.name}[${at - gate.from}]` : String(at);
}

/** For a sentence: unit 12, character “e”. */
export function placeAt(axis: WeightAxis, at: number): string {
  const name = axis.names?.[at];
  return `${axis.one} ${name === undefined ? nameAt(axis, at) : `“${spoken(name)}”`}`;
}

/** The rows or columns that lie in a cell. */
export function within([from, to]: Stretch, cells: number, cell: number): Stretch {
  const length = to - from;
  return [from + Math.floor((cell * length) / cells), from + Math.floor(((cell + 1) * length) / cells)];
}

export function cellAt(map: WeightMap, row: number, column: number): number | undefined {
  const inside = (at: number, [from, to]: Stretch, cells: number) =>
    at >= from && at < to ? Math.floor(((at - from + 1) * cells - 1) / (to - from)) : undefined;
  const [down, across] = [inside(row, map.rows, map.height), inside(column, map.columns, map.width)];
  return down === undefined || across === undefined ? undefined : down * map.width + across;
}

/** What stands in a cell, in words. */
export function cellInWords(map: WeightMap, cell: number): string {
  const [mean, least, most] = [map.mean[cell] ?? Number.NaN, map.least[cell] ?? Number.NaN, map.most[cell] ?? Number.NaN];
  const broken = map.broken[cell] ? 'with numbers that are not finite' : '';
  if (Number.isNaN(mean)) return broken || 'nothing';
  if (least === most) return [short(mean), broken].filter(Boolean).join(', ');
  return [`mean ${short(mean)}`, `${short(least)} … ${short(most)}`, broken].filter(Boolean).join(', ');
}

/** How many numbers a cell stands for. */
export function numbersIn({ rows, columns, height, width }: WeightMap): string {
  const [down, across] = [(rows[1] - rows[0]) / height, (columns[1] - columns[0]) / width];
  if (down * across <= 1) return 'a cell is a number';
  return `a cell is about ${count(down)} × ${count(across)} numbers`;
}

/** The number of each cell that is farthest from zero. */
export function extremes({ least, most }: WeightMap): Float32Array {
  return most.map((high, cell) => (Math.abs(least[cell] as number) > Math.abs(high) ? (least[cell] as number) : high));
}
