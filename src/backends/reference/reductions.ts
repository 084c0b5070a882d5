/** Sums over rows and over everything. */
import type { Rectangle } from './rectangle';

/** out (1, C): the sum over rows */
export function sumRows(a: Rectangle, out: Rectangle): () => void {
  return () => {
    out.data.fill(0);
    for (let row = 0; row < a.rows; row++) {
      const from = a.offset + row * a.stride;
      for (let column = 0; column < a.columns; column++)
        out.data[column] = (out.data[column] as number) + (a.data[from + column] as number);
    }
  };
}

/** out (1, 1): Σ a² */
export function sumSquares(a: Rectangle, out: Rectangle): () => void {
  return () => {
    let sum = 0;
    for (let row = 0; row < a.rows; row++) {
      const from = a.offset + row * a.stride;
      for (let column = 0; column < a.columns; column++) sum += (a.data[from + column] as number) ** 2;
    }
    out.data[0] = sum;
  };
}
