/** A view resolved to memory: element (r, c) is `data[offset + r · stride + c]`. */
import type { Value, View } from '../../engine/backend';

export interface Rectangle {
  readonly data: Float64Array;
  readonly offset: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where values live. */
export interface Memory {
  readonly of: (value: Value) => Float64Array;
}

export function rectangle(memory: Memory, view: View): Rectangle {
  const { value, row, column, rows, columns } = view;
  return { data: memory.of(value), offset: row * value.columns + column, stride: value.columns, rows, columns };
}

export function wholeRectangle(memory: Memory, value: Value): Rectangle {
  return { data: memory.of(value), offset: 0, stride: value.columns, rows: value.rows, columns: value.columns };
}

/** Copies a rectangle into dense rows that start at `offset` of the target. */
export function copyRectangle(source: Rectangle, target: Float64Array, offset = 0): void {
  for (let row = 0; row < source.rows; row++) {
    const from = source.offset + row * source.stride;
    for (let column = 0; column < source.columns; column++)
      target[offset + row * source.columns + column] = source.data[from + column] as number;
  }
}
