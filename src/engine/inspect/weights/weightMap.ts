/**
 * A tensor as a matrix, as large as it is drawn: where there are more numbers than cells, a cell has the mean of its numbers,
 * their least and their greatest, so that nothing hides between pixels.
 */
import type { TensorEntry } from '../../checkpoint/safetensorsHeader';
import { sizeOf } from '../../checkpoint/tensor';
import { type Following, partOf } from '../../interruption';
import { type Bytes, blocksOf, entryAt, requireReadable, WeightsError, type WeightsFile } from './weightsFile';

/** Rows are the first axis; columns are all others, the last one quickest. A vector is one row, a number one cell. */
export function matrixShape({ shape }: Pick<TensorEntry, 'shape'>): readonly [rows: number, columns: number] {
  const [rows = 1, ...others] = shape;
  return shape.length === 1 ? [1, rows] : [rows, sizeOf(others)];
}

export interface MapWanted {
  readonly tensor: number;
  /** Rows and columns from, and up to, not including, to. */
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  /** So many cells at most, down and across. */
  readonly height: number;
  readonly width: number;
}

export interface WeightMap {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
  /** Cells down and across: cell (i, j) has the rows ⌊i·R/height⌋ up to ⌊(i+1)·R/height⌋ of R, and columns alike. */
  readonly height: number;
  readonly width: number;
  /** Of each cell, row-major; NaN where a cell has no finite number. */
  readonly mean: Float32Array;
  readonly least: Float32Array;
  readonly most: Float32Array;
  /** 1 where some of its numbers are not finite. */
  readonly broken: Uint8Array;
}

/** Numbers that are read for a row where not all of it is wanted: fewer than that, and each row is read by itself. */
const WORTH_SKIPPING = 1 << 16;

/** @throws WeightsError, CancelledError */
export async function weightMap(bytes: Bytes, file: WeightsFile, wanted: MapWanted, following: Following): Promise<WeightMap> {
  const entry = entryAt(file, wanted.tensor);
  requireReadable(entry);
  const [allRows, allColumns] = matrixShape(entry);
  const { rows, columns } = wanted;
  requireWithin('rows', rows, allRows);
  requireWithin('columns', columns, allColumns);
  const [down, across] = [rows[1] - rows[0], columns[1] - columns[0]];
  const [height, width] = [Math.min(wanted.height, down), Math.min(wanted.width, across)];
  const cells = new Cells(height, width);
  const columnOf = Uint32Array.from({ length: across }, (_, column) => cellOf(column, across, width));
  const take = (row: number, column: number, value: number) =>
    cells.add(cellOf(row, down, height) * width + (columnOf[column] as number), value);
  if (allColumns - across < WORTH_SKIPPING) {
    let at = rows[0] * allColumns;
    for await (const block of blocksOf(bytes, file, entry, following, at, rows[1] * allColumns)) {
      let [row, column] = [Math.floor(at / allColumns), at % allColumns];
      for (const value of block) {
        if (column >= columns[0] && column < columns[1]) take(row - rows[0], column - columns[0], value);
        if (++column === allColumns) [row, column] = [row + 1, 0];
      }
      at += block.length;
    }
  } else
    for (let row = 0; row < down; row++) {
      const from = (rows[0] + row) * allColumns + columns[0];
      let column = 0;
      const part = partOf(following, row / down, (row + 1) / down);
      for await (const block of blocksOf(bytes, file, entry, part, from, from + across))
        for (const value of block) take(row, column++, value);
    }
  return { rows, columns, height, width, ...cells.told };
}

/** The cell in which the `at`-th of `count` lies, where there are `cells`. */
const cellOf = (at: number, count: number, cells: number): number => Math.floor(((at + 1) * cells - 1) / count);

function requireWithin(what: string, [from, to]: readonly [number, number], count: number): void {
  if (from >= 0 && from < to && to <= count) return;
  throw new WeightsError(`There are no ${what} ${from} to ${to}: the tensor has ${count}.`);
}

class Cells {
  readonly #sum: Float64Array;
  readonly #count: Uint32Array;
  readonly #least: Float32Array;
  readonly #most: Float32Array;
  readonly #broken: Uint8Array;

  constructor(height: number, width: number) {
    const cells = height * width;
    this.#sum = new Float64Array(cells);
    this.#count = new Uint32Array(cells);
    this.#least = new Float32Array(cells).fill(Number.NaN);
    this.#most = new Float32Array(cells).fill(Number.NaN);
    this.#broken = new Uint8Array(cells);
  }

  add(cell: number, value: number): void {
    if (!Number.isFinite(value)) {
      this.#broken[cell] = 1;
      return;
    }
    this.#sum[cell] = (this.#sum[cell] as number) + value;
    const before = this.#count[cell] as number;
    this.#count[cell] = before + 1;
    if (before === 0 || value < (this.#least[cell] as number)) this.#least[cell] = value;
    if (before === 0 || value > (this.#most[cell] as number)) this.#most[cell] = value;
  }

  get told(): Pick<WeightMap, 'mean' | 'least' | 'most' | 'broken'> {
    const mean = Float32Array.from(this.#sum, (sum, cell) => sum / (this.#count[cell] as number));
    return { mean, least: this.#least, most: this.#most, broken: this.#broken };
  }
}
