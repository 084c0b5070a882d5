/** Rows and columns that stand for the same symbol, from one tensor to another. */
import type { Tensor } from '../checkpoint/tensor';

/** What a row stands for; `undefined` is the boundary. */
export type RowNames = readonly (string | undefined)[];

/** `drawn`, in which all that stands for a symbol of `from` too has the numbers of `given`. @param axis along which both count symbols */
export function withMatched(drawn: Tensor, given: Tensor, axis: 0 | 1, from: RowNames, to: RowNames): Tensor {
  const rows = new Map(from.map((name, row) => [name, row]));
  const data = given.data instanceof Float64Array ? Float64Array.from(drawn.data) : drawn.data.slice();
  const outer = axis === 0 ? 1 : (drawn.shape[0] as number);
  const inner = drawn.data.length / (outer * to.length);
  to.forEach((name, row) => {
    const before = rows.get(name);
    if (before === undefined) return;
    for (let block = 0; block < outer; block++) {
      const start = (block * from.length + before) * inner;
      data.set(given.data.subarray(start, start + inner), (block * to.length + row) * inner);
    }
  });
  return { shape: drawn.shape, data };
}
