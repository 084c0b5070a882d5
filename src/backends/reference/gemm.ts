/**
 * Matrix products. The innermost loop walks along rows, four of b at a time: four products for each number that is
 * loaded and stored, which is what makes generating and tracing on this backend quick.
 */
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
  const multiply = transposeB ? multiplyByTransposed : multiplyByRows;
  return () => {
    for (let row = 0; row < out.rows; row++) {
      const to = out.offset + row * out.stride;
      const line = transposeA
        ? { numbers: a.data, start: a.offset + row, step: a.stride, length: inner }
        : { numbers: a.data, start: a.offset + row * a.stride, step: 1, length: inner };
      begin(add, row, out, to);
      multiply(line, b, out.data, to, out.columns);
    }
  };
}

/** A row or a column. */
interface Line {
  readonly numbers: Float64Array;
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

function begin(add: Rectangle | undefined, row: number, out: Rectangle, to: number): void {
  if (!add) {
    out.data.fill(0, to, to + out.columns);
    return;
  }
  const from = add.offset + (add.rows === 1 ? 0 : row * add.stride);
  for (let column = 0; column < out.columns; column++) out.data[to + column] = add.data[from + column] as number;
}

/** y[j] += Σ_k a[k] · b[k, j] */
function multiplyByRows(a: Line, { data: b, offset, stride }: Rectangle, y: Float64Array, to: number, columns: number): void {
  const { numbers, start, step, length } = a;
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    const a0 = numbers[start + k * step] as number;
    const a1 = numbers[start + (k + 1) * step] as number;
    const a2 = numbers[start + (k + 2) * step] as number;
    const a3 = numbers[start + (k + 3) * step] as number;
    const b0 = offset + k * stride;
    const b1 = b0 + stride;
    const b2 = b1 + stride;
    const b3 = b2 + stride;
    for (let j = 0; j < columns; j++) {
      y[to + j] =
        (y[to + j] as number) +
        a0 * (b[b0 + j] as number) +
        a1 * (b[b1 + j] as number) +
        a2 * (b[b2 + j] as number) +
        a3 * (b[b3 + j] as number);
    }
  }
  for (; k < length; k++) {
    const scale = numbers[start + k * step] as number;
    const from = offset + k * stride;
    for (let j = 0; j < columns; j++) y[to + j] = (y[to + j] as number) + scale * (b[from + j] as number);
  }
}

/** y[j] += Σ_k a[k] · b[j, k] */
function multiplyByTransposed(a: Line, { data: b, offset, stride }: Rectangle, y: Float64Array, to: number, columns: number): void {
  const { numbers, start, step, length } = a;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    const b0 = offset + j * stride;
    const b1 = b0 + stride;
    const b2 = b1 + stride;
    const b3 = b2 + stride;
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let k = 0; k < length; k++) {
      const x = numbers[start + k * step] as number;
      sum0 += x * (b[b0 + k] as number);
      sum1 += x * (b[b1 + k] as number);
      sum2 += x * (b[b2 + k] as number);
      sum3 += x * (b[b3 + k] as number);
    }
    y[to + j] = (y[to + j] as number) + sum0;
    y[to + j + 1] = (y[to + j + 1] as number) + sum1;
    y[to + j + 2] = (y[to + j + 2] as number) + sum2;
    y[to + j + 3] = (y[to + j + 3] as number) + sum3;
  }
  for (; j < columns; j++) {
    const from = offset + j * stride;
    let sum = 0;
    for (let k = 0; k < length; k++) sum += (numbers[start + k * step] as number) * (b[from + k] as number);
    y[to + j] = (y[to + j] as number) + sum;
  }
}
