/** Operations that move rows: gather, its gradient scatterAdd, stack. */
import { ShapeError } from '../../engine/backend';
import { copyRectangle, type Rectangle } from './rectangle';

/** out[n, :] = table[indices[n], :] */
export function gather(table: Rectangle, indices: Rectangle, out: Rectangle): () => void {
  return () => {
    for (let n = 0; n < out.rows; n++) {
      const from = table.offset + rowIndex(indices, n, table.rows) * table.stride;
      const to = out.offset + n * out.stride;
      for (let column = 0; column < out.columns; column++) out.data[to + column] = table.data[from + column] as number;
    }
  };
}

/** out = 0; out[indices[n], :] += rows[n, :] */
export function scatterAdd(rows: Rectangle, indices: Rectangle, out: Rectangle): () => void {
  return () => {
    out.data.fill(0);
    for (let n = 0; n < rows.rows; n++) {
      const from = rows.offset + n * rows.stride;
      const to = out.offset + rowIndex(indices, n, out.rows) * out.stride;
      for (let column = 0; column < out.columns; column++)
        out.data[to + column] = (out.data[to + column] as number) + (rows.data[from + column] as number);
    }
  };
}

/** The parts one under another. */
export function stack(parts: readonly Rectangle[], out: Rectangle): () => void {
  return () => {
    let offset = 0;
    for (const part of parts) {
      copyRectangle(part, out.data, offset);
      offset += part.rows * part.columns;
    }
  };
}

/** @throws ShapeError where the number fed is not the index of a row */
export function rowIndex(indices: Rectangle, n: number, rows: number): number {
  const index = indices.data[indices.offset + n * indices.stride] as number;
  if (Number.isInteger(index) && index >= 0 && index < rows) return index;
  throw new ShapeError(`index ${index} at ${n} is not one of ${rows} rows`);
}
