/** Eigenvalues and singular values against ml-matrix and numpy, against what is known, and against numbers made to have no end. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { type Eigenvalues, eigenvaluesOf, UnsettledError } from '../../../../src/engine/inspect/decompose/eigenvaluesOf';
import { singularValuesOf } from '../../../../src/engine/inspect/decompose/singularValuesOf';
import { atOnce, type DenseMatrix, followed } from '../../../../src/engine/inspect/decompose/steps';
import { CancelledError } from '../../../../src/engine/interruption';

interface Golden {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly data: readonly number[];
  readonly singular: readonly number[];
  readonly eigenvalues?: readonly (readonly [number, number])[];
}
/** Written by numpy: test/golden/spectra.py. */
const golden = JSON.parse(readFileSync('test/golden/spectra.json', 'utf8')) as readonly Golden[];

describe('decompositions', () => {
  for (const { name, rows, columns, data, singular, eigenvalues } of golden)
    it(`of ${name} are those of numpy`, () => {
      const matrix = { rows, columns, data: Float64Array.from(data) };
      const most = singular[0] as number;
      close(atOnce(singularValuesOf(matrix)), singular, 1e-13 * most);
      if (eigenvalues) assertSame(atOnce(eigenvaluesOf(matrix)), eigenvalues, 1e-10 * most);
    });

  it('of random matrices of any shape are those of ml-matrix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.nat(), (rows, columns, seed) => {
        const matrix = random(rows, columns, seed);
        const { diagonal } = new SingularValueDecomposition(theirs(matrix), { autoTranspose: true });
        close(
          atOnce(singularValuesOf(matrix)),
          [...diagonal].sort((a, b) => b - a),
          1e-12 * columns,
        );
        if (rows !== columns) return;
        const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(theirs(matrix), { assumeSymmetric: false });
        const expected = realEigenvalues.map((real, at) => [real, imaginaryEigenvalues[at] as number] as const);
        assertSame(atOnce(eigenvaluesOf(matrix)), expected, 1e-7);
      }),
      { numRuns: 300 },
    );
  });

  it('end for numbers of which ml-matrix finds no end, and scale with the matrix', () => {
    const plain = random(8, 8, 3);
    const [singular, eigenvalues] = [atOnce(singularValuesOf(plain)), atOnce(eigenvaluesOf(plain))];
    for (const by of [1e300, 1e-300, 1e-310]) {
      const matrix = { ...plain, data: plain.data.map((value) => value * by) };
      const loose = by < 1e-308 ? 1e-10 : 1e-12;
      close(
        atOnce(singularValuesOf(matrix)).map((value) => value / by),
        [...singular],
        loose,
      );
      const found = atOnce(eigenvaluesOf(matrix));
      const pairs = [...eigenvalues.real].map((real, at) => [real, eigenvalues.imaginary[at] as number] as const);
      assertSame({ real: found.real.map((x) => x / by), imaginary: found.imaginary.map((x) => x / by) }, pairs, loose);
    }
  });

  it('end for any finite numbers at all', () => {
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 1, 5e-324, Number.MAX_VALUE));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(fc.constant(n), fc.array(value, { minLength: n * n, maxLength: n * n }))),
        ([n, data]) => {
          const matrix = { rows: n, columns: n, data: Float64Array.from(data) };
          assert.ok(atOnce(singularValuesOf(matrix)).every((one) => one >= 0));
          try {
            assert.equal(atOnce(eigenvaluesOf(matrix)).real.length, n);
          } catch (error) {
            assert.ok(error instanceof UnsettledError, String(error));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of zeros, of a turning of four, and of a single number are known', () => {
    assert.deepEqual(atOnce(eigenvaluesOf(of([0, 0, 0, 0]))), { real: Float64Array.of(0, 0), imaginary: Float64Array.of(0, 0) });
    assert.deepEqual([...atOnce(singularValuesOf(of([0, 0, 0, 0])))].map(Math.round), [0, 0]);
    const turning = of([0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);
    assertSame(
      atOnce(eigenvaluesOf(turning)),
      [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ],
      1e-14,
    ); // prettier
    assert.deepEqual(
      [...atOnce(singularValuesOf({ rows: 1, columns: 1, data: Float64Array.of(-3) }))].map((x) => x.toFixed(12)),
      ['3.000000000000'],
    );
  });

  it('are followed, and ended from outside', async () => {
    const matrix = random(64, 64, 1);
    const told: number[] = [];
    await followed(eigenvaluesOf(matrix), { stop: { aborted: false }, progress: (fraction) => told.push(fraction) });
    assert.ok(told.length > 4 && told.every((fraction, at) => fraction <= 1 && (at === 0 || fraction >= (told[at - 1] as number))));
    const stop = { aborted: false };
    const progress = () => {
      stop.aborted = true;
    };
    await assert.rejects(followed(singularValuesOf(matrix), { stop, progress }), CancelledError);
  });
});

function of(data: readonly number[]): DenseMatrix {
  const size = Math.sqrt(data.length);
  return { rows: size, columns: size, data: Float64Array.from(data) };
}

function random(rows: number, columns: number, seed: number): DenseMatrix {
  let state = (seed % 2147483646) + 1;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, next) };
}

const theirs = ({ rows, columns, data }: DenseMatrix) => Matrix.from1DArray(rows, columns, [...data]);

function close(found: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  assert.equal(found.length, expected.length);
  for (let at = 0; at < found.length; at++)
    assert.ok(Math.abs((found[at] as number) - (expected[at] as number)) <= within, `${at}: ${found[at]} is not ${expected[at]}`);
}

/** In whatever order: each has one of its own that is near. */
function assertSame({ real, imaginary }: Eigenvalues, expected: readonly (readonly [number, number])[], within: number): void {
  assert.equal(real.length, expected.length);
  const left = [...expected];
  for (const [at, x] of real.entries()) {
    const y = imaginary[at] as number;
    const distances = left.map(([a, b]) => Math.hypot(a - x, b - y));
    const nearest = distances.indexOf(Math.min(...distances));
    assert.ok((distances[nearest] as number) <= within, `${x} + ${y} i is ${distances[nearest]} from any other`);
    left.splice(nearest, 1);
  }
}
