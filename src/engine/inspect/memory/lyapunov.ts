/** Lyapunov exponents of a layer over a text: how fast differences of its states grow or fade, by QR (Benettin et al. 1980). */
import { Matrix, QrDecomposition } from 'ml-matrix';
import { CancelledError, type Following } from '../../interruption';
import { Random } from '../../random';
import type { LayerJacobian } from './layerJacobian';
import type { Stepped } from './steppedText';

/** Exponents that are told. */
export const EXPONENTS = 8;
/** Steps between two decompositions: few enough that the rows stay apart. */
export const BETWEEN = 8;
/** Steps in which the rows turn to where they belong, and which are not counted. */
const SETTLING = 32;

/**
 * @param jacobian with `rows` rows at one position, `BETWEEN` steps a launch
 * @returns the largest `rows`, in nats a character, largest first; none of a text that is too short
 * @throws CancelledError
 */
export async function lyapunovExponents(
  jacobian: Pick<LayerJacobian, 'size' | 'back'>,
  rows: number,
  text: Stepped,
  { stop, progress }: Following,
): Promise<Float64Array> {
  const { size } = jacobian;
  const random = Random.fromSeed(1);
  let vectors = orthonormal(
    Float64Array.from({ length: rows * size }, () => random.normal()),
    rows,
    size,
  ).vectors;
  const settling = Math.min(SETTLING, text.count / 4);
  const sums = new Float64Array(rows);
  let counted = 0;
  for (let position = text.count - 1; position - BETWEEN + 1 >= 0; position -= BETWEEN) {
    if (stop.aborted) throw new CancelledError();
    const found = orthonormal(await jacobian.back(text, position, vectors), rows, size);
    vectors = found.vectors;
    if (text.count - 1 - position < settling) continue;
    for (let row = 0; row < rows; row++) sums[row] = (sums[row] as number) + Math.log(Math.abs(found.lengths[row] as number));
    counted += BETWEEN;
    progress?.(1 - position / text.count);
  }
  return counted === 0 ? new Float64Array(0) : sums.map((sum) => sum / counted).sort((a, b) => b - a);
}

/** Rows of unit length at right angles that span the same, and how long each was beside those before it. */
function orthonormal(vectors: Float64Array, rows: number, size: number): { vectors: Float64Array; lengths: readonly number[] } {
  const columns = new Matrix(Array.from({ length: rows }, (_, row) => vectors.subarray(row * size, (row + 1) * size))).transpose();
  const decomposed = new QrDecomposition(columns);
  const q = decomposed.orthogonalMatrix.transpose();
  return { vectors: Float64Array.from(q.to1DArray()), lengths: decomposed.upperTriangularMatrix.diagonal() };
}
