/** Singular values of a matrix of weights, and eigenvalues of one that leads from the units of a step to those of the next. */
import { type Following, partOf } from '../../interruption';
import { type Eigenvalues, eigenvaluesOf, UnsettledError } from '../decompose/eigenvaluesOf';
import { singularValuesOf } from '../decompose/singularValuesOf';
import { followed } from '../decompose/steps';
import { matrixShape } from './weightMap';
import { type Bytes, blocksOf, entryAt, WeightsError, type WeightsFile } from './weightsFile';

export interface TensorSpectrum {
  /** Rows from, and up to, not including, to. */
  readonly rows: readonly [from: number, to: number];
  /** Largest first. */
  readonly singularValues: Float64Array;
  /** Of square ones. */
  readonly eigenvalues?: Eigenvalues;
  /** Why a square one has none. */
  readonly unsettled?: string;
}

/** A decomposition takes the cube of the smaller side: of 1,024 some ten seconds. */
const MOST_SIDE = 1024;
/** Numbers of the matrix. */
const MOST_NUMBERS = 1 << 22;

/**
 * @param rows which of them: the block of one gate, where a matrix has those of several
 * @throws WeightsError where it is no matrix, too large, or has numbers that are not finite; CancelledError
 */
export async function tensorSpectrum(
  bytes: Bytes,
  file: WeightsFile,
  { tensor, rows }: { readonly tensor: number; readonly rows?: readonly [from: number, to: number] | undefined },
  following: Following,
): Promise<TensorSpectrum> {
  const entry = entryAt(file, tensor);
  const [allRows, columns] = matrixShape(entry);
  const [from, to] = rows ?? [0, allRows];
  if (from >= to || to > allRows) throw new WeightsError(`There are no rows ${from} to ${to}: the tensor has ${allRows}.`);
  const height = to - from;
  if (entry.shape.length < 2 || height < 2 || columns < 2)
    throw new WeightsError(`${entry.name} is no matrix: a spectrum tells how a matrix stretches what it is multiplied with.`);
  if (Math.min(height, columns) > MOST_SIDE || height * columns > MOST_NUMBERS)
    throw new WeightsError(
      `${entry.name} is too large for a spectrum: ${counted(height)} × ${counted(columns)}, where the smaller side may have ${counted(MOST_SIDE)}, and all of it ${counted(MOST_NUMBERS)} numbers.`,
    );
  const data = new Float64Array(height * columns);
  let at = 0;
  for await (const block of blocksOf(bytes, file, entry, partOf(following, 0, 0.1), from * columns, to * columns)) {
    if (!block.every(Number.isFinite)) throw new WeightsError(`${entry.name} has numbers that are not finite, so it has no spectrum.`);
    data.set(block, at);
    at += block.length;
  }
  const matrix = { rows: height, columns, data };
  const singularValues = await followed(singularValuesOf(matrix), partOf(following, 0.1, 0.4));
  if (height !== columns) return { rows: [from, to], singularValues };
  try {
    return { rows: [from, to], singularValues, eigenvalues: await followed(eigenvaluesOf(matrix), partOf(following, 0.4, 1)) };
  } catch (error) {
    if (!(error instanceof UnsettledError)) throw error;
    return { rows: [from, to], singularValues, unsettled: error.message };
  }
}

const counted = (count: number) => count.toLocaleString('en');
