/** Named arrays of numbers, as they lie in a file of weights. */
import { someOf } from '../text/someOf';
import { CheckpointError } from './checkpointError';

export interface Tensor {
  /** Row-major; [] is a single number. */
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** How many numbers a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** The tensor of that name, if it has that shape. @throws CheckpointError */
export function requireTensor(tensors: ReadonlyMap<string, Tensor>, name: string, shape: readonly number[]): Tensor {
  const tensor = tensors.get(name);
  const expected = describeTensor(name, shape);
  if (!tensor) {
    const found = [...tensors].map(([other, { shape: its }]) => describeTensor(other, its));
    throw new CheckpointError(`The weights have no ${expected}. They have ${listed(found)}.`, [expected], found);
  }
  if (!sameShape(tensor.shape, shape)) {
    const found = describeTensor(name, tensor.shape);
    throw new CheckpointError(
      `The weights have ${found} where this model needs ${expected}: they belong to a model of another size or with another cell.`,
      [expected],
      [found],
    );
  }
  return tensor;
}

/** So large no weight is that was learned; below it a sum of millions of products with states is finite in float32. */
const LARGEST = 1e30;

/** @throws CheckpointError naming it, where an element of it is not a finite number, or one beyond all that is learned */
export function requireFinite(name: string, { data }: Tensor): void {
  if (!data.every((value) => Math.abs(value) <= LARGEST))
    throw new CheckpointError(
      `The weights cannot be used: ${name} has elements that are not finite numbers, or larger than any that is learned. The training diverged, or the file is damaged; take an earlier checkpoint.`,
    );
}

/** Names for a message: not more than a person reads. */
export function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing at all' : someOf(names, 12);
}

/** A name with its shape, for people: `head.weight (65 × 128)`. */
export function describeTensor(name: string, shape: readonly number[]): string {
  return `${name} (${shape.length === 0 ? 'a single number' : shape.join(' × ')})`;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
