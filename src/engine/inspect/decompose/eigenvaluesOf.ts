/**
 * All eigenvalues of a square matrix: Householder's reduction to Hessenberg form, then Francis' double QR steps
 * (EISPACK's `orthes` and `hqr`; Martin, Peters, Wilkinson 1970). They end whatever the numbers are, where JAMA's loop, and
 * its heirs', does not: of numbers of 10³⁰⁰ it has no end.
 */
import { type DenseMatrix, type Steps, scaled } from './steps';

export interface Eigenvalues {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** For some matrices the steps do not settle; LAPACK gives up after as many. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError';
  constructor() {
    super('The eigenvalues of this matrix cannot be told: the steps that find them do not settle.');
  }
}

const MOST_STEPS = 60;
/** Rows between two looks at the clock. */
const ROWS = 8;

/** @param matrix of finite numbers, square @throws UnsettledError */
export function* eigenvaluesOf(matrix: DenseMatrix): Steps<Eigenvalues> {
  const size = matrix.rows;
  const [a, by] = scaled(matrix);
  for (let column = 0; column + 2 < size; column++) {
    reduce(a, size, column);
    if (column % ROWS === 0) yield (0.3 * column) / size;
  }
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const norm = a.reduce((sum, value) => sum + Math.abs(value), 0);
  let shifted = 0;
  let steps = 0;
  for (let end = size - 1; end >= 0; ) {
    const begin = beginOfBlock(a, size, end, norm);
    if (begin >= end - 1) {
      if (begin === end) real[end] = at(a, size, end, end) + shifted;
      else pairOf(a, size, end, shifted, real, imaginary);
      end = begin - 1;
      steps = 0;
      if (end % ROWS === 0) yield 1 - (0.7 * end) / size;
      continue;
    }
    if (steps === MOST_STEPS) throw new UnsettledError();
    let [x, y] = [at(a, size, end, end), at(a, size, end - 1, end - 1)];
    let w = at(a, size, end, end - 1) * at(a, size, end - 1, end);
    if (steps > 0 && steps % 10 === 0) {
      // An exceptional shift, where the usual ones go round in a circle.
      shifted += x;
      for (let row = 0; row <= end; row++) a[row * size + row] = at(a, size, row, row) - x;
      const s = Math.abs(at(a, size, end, end - 1)) + Math.abs(at(a, size, end - 1, end - 2));
      x = y = 0.75 * s;
      w = -0.4375 * s * s;
    }
    steps++;
    doubleStep(a, size, begin, end, x, y, w);
  }
  for (let index = 0; index < size; index++) {
    real[index] = (real[index] as number) * by;
    imaginary[index] = (imaginary[index] as number) * by;
  }
  return { real, imaginary };
}

const at = (a: Float64Array, size: number, row: number, column: number): number => a[row * size + column] as number;

/** Zeros below the subdiagonal of a column, by a reflection of rows, and of columns, so that eigenvalues stay. */
function reduce(a: Float64Array, size: number, column: number): void {
  const first = column + 1;
  const v = new Float64Array(size);
  let norm = 0;
  for (let row = first; row < size; row++) norm = Math.hypot(norm, at(a, size, row, column));
  if (norm === 0) return;
  for (let row = first; row < size; row++) v[row] = at(a, size, row, column) / norm;
  v[first] = (v[first] as number) + ((v[first] as number) < 0 ? -1 : 1);
  const beta = 1 / Math.abs(v[first] as number); // v·v is twice |v_first|
  const sums = new Float64Array(size);
  for (let row = first; row < size; row++)
    for (let j = column; j < size; j++) sums[j] = (sums[j] as number) + (v[row] as number) * at(a, size, row, j);
  for (let row = first; row < size; row++)
    for (let j = column; j < size; j++) a[row * size + j] = at(a, size, row, j) - beta * (v[row] as number) * (sums[j] as number);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let j = first; j < size; j++) sum += at(a, size, row, j) * (v[j] as number);
    for (let j = first; j < size; j++) a[row * size + j] = at(a, size, row, j) - beta * sum * (v[j] as number);
  }
  for (let row = first + 1; row < size; row++) a[row * size + column] = 0;
}

/** The last row of the subdiagonal above which an element is as good as zero. */
function beginOfBlock(a: Float64Array, size: number, end: number, norm: number): number {
  for (let row = end; row > 0; row--) {
    const around = Math.abs(at(a, size, row - 1, row - 1)) + Math.abs(at(a, size, row, row)) || norm;
    if (Math.abs(at(a, size, row, row - 1)) > Number.EPSILON * around) continue;
    a[row * size + row - 1] = 0;
    return row;
  }
  return 0;
}

/** The two of a block of 2 × 2. */
function pairOf(a: Float64Array, size: number, end: number, shifted: number, real: Float64Array, imaginary: Float64Array): void {
  const x = at(a, size, end, end);
  const w = at(a, size, end, end - 1) * at(a, size, end - 1, end);
  const p = (at(a, size, end - 1, end - 1) - x) / 2;
  const q = p * p + w;
  const root = Math.sqrt(Math.abs(q));
  if (q >= 0) {
    const z = p + (p < 0 ? -root : root);
    real[end - 1] = x + shifted + z;
    real[end] = z === 0 ? x + shifted : x + shifted - w / z;
  } else {
    real[end - 1] = real[end] = x + shifted + p;
    imaginary[end - 1] = root;
    imaginary[end] = -root;
  }
}

/** Two steps at once, with a pair of shifts whose sum is x + y and whose product is x·y − w: all stays real. */
function doubleStep(a: Float64Array, size: number, begin: number, end: number, x: number, y: number, w: number): void {
  let [p, q, r] = [0, 0, 0];
  let first = end - 2;
  for (; first >= begin; first--) {
    const z = at(a, size, first, first);
    p = ((x - z) * (y - z) - w) / at(a, size, first + 1, first) + at(a, size, first, first + 1);
    q = at(a, size, first + 1, first + 1) - z - (x - z) - (y - z);
    r = at(a, size, first + 2, first + 1);
    const s = Math.abs(p) + Math.abs(q) + Math.abs(r);
    [p, q, r] = [p / s, q / s, r / s];
    if (first === begin) break;
    const here = Math.abs(at(a, size, first, first - 1)) * (Math.abs(q) + Math.abs(r));
    const around = Math.abs(at(a, size, first - 1, first - 1)) + Math.abs(z) + Math.abs(at(a, size, first + 1, first + 1));
    if (here <= Number.EPSILON * Math.abs(p) * around) break;
  }
  for (let row = first + 2; row <= end; row++) {
    a[row * size + row - 2] = 0;
    if (row > first + 2) a[row * size + row - 3] = 0;
  }
  for (let k = first; k < end; k++) {
    const three = k + 1 < end;
    let size3 = 0;
    if (k > first) {
      [p, q, r] = [at(a, size, k, k - 1), at(a, size, k + 1, k - 1), three ? at(a, size, k + 2, k - 1) : 0];
      size3 = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (size3 === 0) continue;
      [p, q, r] = [p / size3, q / size3, r / size3];
    }
    const length = Math.sqrt(p * p + q * q + r * r);
    const s = p < 0 ? -length : length;
    if (s === 0) continue;
    if (k > first) a[k * size + k - 1] = -s * size3;
    else if (begin !== first) a[k * size + k - 1] = -at(a, size, k, k - 1);
    p += s;
    const [vx, vy, vz] = [p / s, q / s, r / s];
    q /= p;
    r /= p;
    for (let j = k; j <= end; j++) {
      let sum = at(a, size, k, j) + q * at(a, size, k + 1, j);
      if (three) {
        sum += r * at(a, size, k + 2, j);
        a[(k + 2) * size + j] = at(a, size, k + 2, j) - sum * vz;
      }
      a[(k + 1) * size + j] = at(a, size, k + 1, j) - sum * vy;
      a[k * size + j] = at(a, size, k, j) - sum * vx;
    }
    const last = Math.min(end, k + 3);
    for (let row = begin; row <= last; row++) {
      let sum = vx * at(a, size, row, k) + vy * at(a, size, row, k + 1);
      if (three) {
        sum += vz * at(a, size, row, k + 2);
        a[row * size + k + 2] = at(a, size, row, k + 2) - sum * r;
      }
      a[row * size + k + 1] = at(a, size, row, k + 1) - sum * q;
      a[row * size + k] = at(a, size, row, k) - sum;
    }
  }
}
