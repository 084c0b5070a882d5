/**
 * All singular values of a matrix: Householder's reduction to bidiagonal form, then bisection on the tridiagonal matrix whose
 * eigenvalues they are, with both signs (Golub and Kahan 1965): it ends whatever the numbers are.
 */
import { type DenseMatrix, type Steps, scaled } from './steps';

/** Halvings after which an interval is as narrow as float64 can tell. */
const HALVINGS = 64;
/** Rows between two looks at the clock. */
const ROWS = 8;

/** @param matrix of finite numbers @returns as many as its smaller side, largest first */
export function* singularValuesOf(matrix: DenseMatrix): Steps<Float64Array> {
  const [copy, by] = scaled(matrix);
  const upright = matrix.rows >= matrix.columns;
  const [rows, columns] = upright ? [matrix.rows, matrix.columns] : [matrix.columns, matrix.rows];
  const a = upright ? copy : transposed(copy, matrix.rows, matrix.columns);
  const off = new Float64Array(2 * columns - 1);
  for (let k = 0; k < columns; k++) {
    off[2 * k] = reflectRows(a, rows, columns, k);
    if (k + 1 < columns) off[2 * k + 1] = reflectColumns(a, rows, columns, k);
    if (k % ROWS === 0) yield 1 - (1 - k / columns) ** 3;
  }
  const squares = off.map((value) => value * value);
  const bound = off.reduce((most, value, index) => Math.max(most, Math.abs(value) + Math.abs(off[index + 1] ?? 0)), 0) * (1 + 1e-12);
  return Float64Array.from({ length: columns }, (_, index) => by * bisect(squares, index, bound));
}

function transposed(data: Float64Array, rows: number, columns: number): Float64Array {
  const turned = new Float64Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column] as number;
  return turned;
}

/** Zeros below the diagonal of column k. @returns the diagonal's element */
function reflectRows(a: Float64Array, rows: number, columns: number, k: number): number {
  const v = new Float64Array(rows);
  let norm = 0;
  for (let row = k; row < rows; row++) norm = Math.hypot(norm, a[row * columns + k] as number);
  if (norm === 0) return 0;
  for (let row = k; row < rows; row++) v[row] = (a[row * columns + k] as number) / norm;
  const sign = (v[k] as number) < 0 ? -1 : 1;
  v[k] = (v[k] as number) + sign;
  const beta = 1 / Math.abs(v[k] as number);
  const sums = new Float64Array(columns);
  for (let row = k; row < rows; row++) {
    const weight = v[row] as number;
    const line = row * columns;
    for (let column = k + 1; column < columns; column++) sums[column] = (sums[column] as number) + weight * (a[line + column] as number);
  }
  for (let row = k; row < rows; row++) {
    const weight = beta * (v[row] as number);
    const line = row * columns;
    for (let column = k + 1; column < columns; column++)
      a[line + column] = (a[line + column] as number) - weight * (sums[column] as number);
  }
  return -sign * norm;
}

/** Zeros right of the superdiagonal of row k. @returns the superdiagonal's element */
function reflectColumns(a: Float64Array, rows: number, columns: number, k: number): number {
  const first = k + 1;
  const top = k * columns;
  const v = new Float64Array(columns);
  let norm = 0;
  for (let column = first; column < columns; column++) norm = Math.hypot(norm, a[top + column] as number);
  if (norm === 0) return 0;
  for (let column = first; column < columns; column++) v[column] = (a[top + column] as number) / norm;
  const sign = (v[first] as number) < 0 ? -1 : 1;
  v[first] = (v[first] as number) + sign;
  const beta = 1 / Math.abs(v[first] as number);
  for (let row = first; row < rows; row++) {
    const line = row * columns;
    let sum = 0;
    for (let column = first; column < columns; column++) sum += (a[line + column] as number) * (v[column] as number);
    for (let column = first; column < columns; column++)
      a[line + column] = (a[line + column] as number) - beta * sum * (v[column] as number);
  }
  return -sign * norm;
}

/** The largest but `index` of the tridiagonal matrix that has zeros on its diagonal and, squared, these beside it. */
function bisect(squares: Float64Array, index: number, bound: number): number {
  let [low, high] = [0, bound];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (above(squares, middle) > index) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** How many of its eigenvalues are greater than x: Sturm's count. */
function above(squares: Float64Array, x: number): number {
  let pivot = -x;
  let count = pivot > 0 ? 1 : 0;
  for (const square of squares) {
    pivot = -x - square / (pivot === 0 ? -Number.MIN_VALUE : pivot);
    if (pivot > 0) count++;
  }
  return count;
}
