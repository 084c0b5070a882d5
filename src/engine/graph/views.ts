/** Rectangles of values, and how they lie to one another. */
import { ShapeError, type Value, type View } from '../backend';

/** All of a value. */
export function whole(value: Value): View {
  return { value, row: 0, column: 0, rows: value.rows, columns: value.columns };
}

/** Rows [start, start + count) of a view. */
export function rowsOf(view: View, start: number, count: number): View {
  if (start < 0 || start + count > view.rows) throw new ShapeError(`rows ${start}…${start + count} of ${describeView(view)}`);
  return { ...view, row: view.row + start, rows: count };
}

/** Columns [start, start + count) of a view. */
export function columnsOf(view: View, start: number, count: number): View {
  if (start < 0 || start + count > view.columns) throw new ShapeError(`columns ${start}…${start + count} of ${describeView(view)}`);
  return { ...view, column: view.column + start, columns: count };
}

/** Two views of one key are the same. */
export function keyOf({ value, row, column, rows, columns }: View): string {
  return [value.id, row, column, rows, columns].join(' ');
}

export function sameRectangle(a: View, b: View): boolean {
  return a.row === b.row && a.column === b.column && a.rows === b.rows && a.columns === b.columns;
}

export function overlaps(a: View, b: View): boolean {
  return a.row < b.row + b.rows && b.row < a.row + a.rows && a.column < b.column + b.columns && b.column < a.column + a.columns;
}

/** For error messages: `layers.0.carry (32 × 128)[0…32, 0…128]`. */
export function describeView(view: View): string {
  const { value } = view;
  return `${value.label} (${value.rows} × ${value.columns})[${view.row}…${view.row + view.rows}, ${view.column}…${view.column + view.columns}]`;
}
