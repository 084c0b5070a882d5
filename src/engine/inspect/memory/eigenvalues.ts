/** Eigenvalues of one step's Jacobian: all of them at one position, and the largest modulus at many. */
import { CancelledError, type Following } from '../../interruption';
import { Random } from '../../random';
import { type Eigenvalues, eigenvaluesOf } from '../decompose/eigenvaluesOf';
import { atOnce } from '../decompose/steps';
import type { LayerJacobian } from './layerJacobian';
import type { Stepped } from './steppedText';

export type { Eigenvalues };

/** @param jacobian with H rows, at one position */
export async function eigenvaluesAt(jacobian: LayerJacobian, text: Stepped, position: number, hidden: number): Promise<Eigenvalues> {
  const { size } = jacobian;
  const data = new Float64Array(size * size);
  for (let first = 0; first < size; first += hidden) {
    const unit = new Float64Array(hidden * size);
    for (let row = 0; row < hidden; row++) unit[row * size + first + row] = 1;
    data.set(await jacobian.back(text, position, unit), first * size);
  }
  return atOnce(eigenvaluesOf({ rows: size, columns: size, data }));
}

/** The largest modulus. */
export function radius({ real, imaginary }: Eigenvalues): number {
  return real.reduce((most, value, index) => Math.max(most, Math.hypot(value, imaginary[index] as number)), 0);
}

/** Dimensions of the Krylov space: the outermost eigenvalues settle first. */
const KRYLOV = 32;

/**
 * The largest |λ| at each position from `first` up to, not including, `end`, by Arnoldi's method (1951), many positions at once:
 * as Ritz values of a space of 32 dimensions, to a percent or so; exactly where D is no larger.
 * @param jacobian with rows apart, `rows` of them
 * @throws CancelledError
 */
export async function largestAlong(
  jacobian: LayerJacobian,
  rows: number,
  text: Stepped,
  [first, end]: readonly [number, number],
  { stop, progress }: Following,
): Promise<Float32Array> {
  const { size } = jacobian;
  const largest = new Float32Array(end - first);
  const random = Random.fromSeed(1);
  const start = normalized(Float64Array.from({ length: size }, () => random.normal()));
  for (let position = first; position < end; position += rows) {
    const spaces = Array.from({ length: rows }, () => new KrylovSpace(start));
    for (let step = 0; step < Math.min(KRYLOV, size); step++) {
      if (stop.aborted) throw new CancelledError();
      const vectors = new Float64Array(rows * size);
      spaces.forEach((space, row) => {
        vectors.set(space.last, row * size);
      });
      const gone = await jacobian.back(text, position, vectors);
      spaces.forEach((space, row) => {
        space.add(gone.slice(row * size, (row + 1) * size));
      });
    }
    for (let row = 0; row < Math.min(rows, end - position); row++) largest[position - first + row] = (spaces[row] as KrylovSpace).radius();
    progress?.((position - first) / (end - first));
  }
  return largest;
}

/** An orthonormal basis of v, Av, A²v …, and A in it: upper Hessenberg. */
class KrylovSpace {
  readonly #basis: Float64Array[];
  readonly #columns: Float64Array[] = [];
  #closed = false;

  constructor(start: Float64Array) {
    this.#basis = [start];
  }

  get last(): Float64Array {
    return this.#basis.at(-1) as Float64Array;
  }

  /** @param image A times the last vector; overwritten */
  add(image: Float64Array): void {
    if (this.#closed) return;
    const size = Math.sqrt(dot(image, image));
    const column = new Float64Array(this.#basis.length + 1);
    for (let pass = 0; pass < 2; pass++)
      for (const [index, vector] of this.#basis.entries()) {
        const share = dot(vector, image);
        column[index] = (column[index] as number) + share;
        for (let at = 0; at < image.length; at++) image[at] = (image[at] as number) - share * (vector[at] as number);
      }
    const rest = Math.sqrt(dot(image, image));
    column[this.#basis.length] = rest;
    this.#columns.push(column);
    this.#closed = !(rest > 1e-6 * size);
    if (!this.#closed) this.#basis.push(normalized(image));
  }

  radius(): number {
    const size = this.#columns.length;
    const data = new Float64Array(size * size);
    this.#columns.forEach((column, at) => {
      column.subarray(0, size).forEach((value, row) => {
        data[row * size + at] = value;
      });
    });
    return radius(atOnce(eigenvaluesOf({ rows: size, columns: size, data })));
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}

function normalized(vector: Float64Array): Float64Array {
  const size = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / size);
}
