/** Matrix products. Rows of b and out are walked in order; only a, the smaller reader, is ever strided. */
import type { Rectangle } from './rectangle';

/** out = op(a) · op(b) + add */
export function gemm(
  a: Rectangle,
  b: Rectangle,
  transposeA: boolean,
  transposeB: boolean,
  add: Rectangle | undefined,
  out: Rectangle,
): () => void {
  const inner = transposeA ? a.rows : a.columns;
  const aRow = transposeA ? 1 : a.stride;
  const aInner = transposeA ? a.stride : 1;
  const multiply = transposeB ? multiplyByTransposed : multiplyByRows;
  return () => {
    for (let row = 0; row < out.rows; row++) {
      const to = out.offset + row * out.stride;
      begin(add, row, out, to);
      multiply(a, a.offset + row * aRow, aInner, inner, b, out, to);
    }
  };
}

function begin(add: Rectangle | undefined, row: number, out: Rectangle, to: number): void {
  if (!add) {
    out.data.fill(0, to, to + out.columns);
    return;
  }
  const from = add.offset + (add.rows === 1 ? 0 : row * add.stride);
  for (let column = 0; column < out.columns; column++) out.data[to + column] = add.data[from + column] as number;
}

/** out[row, :] += Σ_k a[row, k] · b[k, :] */
function multiplyByRows(a: Rectangle, aStart: number, aStep: number, inner: number, b: Rectangle, out: Rectangle, to: number): void {
  const y = out.data;
  const x = b.data;
  const columns = out.columns;
  for (let k = 0; k < inner; k++) {
    const scale = a.data[aStart + k * aStep] as number;
    const from = b.offset + k * b.stride;
    for (let column = 0; column < columns; column++) y[to + column] = (y[to + column] as number) + scale * (x[from + column] as number);
  }
}

/** out[row, j] += Σ_k a[row, k] · b[j, k] */
function multiplyByTransposed(a: Rectangle, aStart: number, aStep: number, inner: number, b: Rectangle, out: Rectangle, to: number): void {
  for (let column = 0; column < out.columns; column++) {
    const from = b.offset + column * b.stride;
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += (a.data[aStart + k * aStep] as number) * (b.data[from + k] as number);
    out.data[to + column] = (out.data[to + column] as number) + sum;
  }
}
