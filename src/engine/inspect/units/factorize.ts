/** Non-negative factors of a matrix: V ≈ W H, by multiplicative updates (Lee, Seung 2001), which never raise ‖V − W H‖. */
import { Random } from '../../random';
import type { Steps } from '../decompose/steps';

export interface Factors {
  /** (rows, rank) */
  readonly w: Float64Array;
  /** (rank, columns) */
  readonly h: Float64Array;
}

export interface FactorizeOptions {
  readonly rank: number;
  readonly iterations?: number;
  readonly seed?: number;
}

/** Keeps a quotient finite. */
const LEAST = 1e-12;

/** @param v (rows, columns), none below 0 */
export function* factorize(
  v: Float64Array,
  [rows, columns]: readonly [number, number],
  { rank, iterations = 100, seed = 1 }: FactorizeOptions,
): Steps<Factors> {
  const random = Random.fromSeed(seed);
  const mean = v.reduce((sum, value) => sum + value, 0) / Math.max(1, v.length);
  const start = () => Math.sqrt(mean / rank) * (0.5 + random.uniform());
  const w = Float64Array.from({ length: rows * rank }, start);
  const h = Float64Array.from({ length: rank * columns }, start);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const [wv, ww] = [product(w, v, rows, rank, columns, true), product(w, w, rows, rank, rank, true)];
    scale(h, wv, product(ww, h, rank, rank, columns));
    const ht = transposed(h, rank, columns);
    const [vh, hh] = [product(v, ht, rows, columns, rank), product(h, ht, rank, columns, rank)];
    scale(w, vh, product(w, hh, rows, rank, rank));
    yield (iteration + 1) / iterations;
  }
  return { w, h };
}

/** a (m, k) · b (k, n); `turned`: aᵀ · b with a (m, k) and b (m, n). */
function product(a: Float64Array, b: Float64Array, m: number, k: number, n: number, turned = false): Float64Array {
  const result = new Float64Array((turned ? k : m) * n);
  for (let row = 0; row < m; row++)
    for (let inner = 0; inner < k; inner++) {
      const factor = a[row * k + inner] as number;
      const [from, to] = turned ? [row * n, inner * n] : [inner * n, row * n];
      for (let column = 0; column < n; column++)
        result[to + column] = (result[to + column] as number) + factor * (b[from + column] as number);
    }
  return result;
}

function transposed(a: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: a.length }, (_, at) => a[(at % rows) * columns + Math.floor(at / rows)] as number);
}

function scale(values: Float64Array, over: Float64Array, under: Float64Array): void {
  values.forEach((value, at) => {
    values[at] = (value * (over[at] as number)) / Math.max(LEAST, under[at] as number);
  });
}
