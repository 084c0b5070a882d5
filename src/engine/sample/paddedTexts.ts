/** Texts side by side as a network reads them whole: time-major, padded to one length. */
import type { Feed } from '../backend';

/** Graphs are compiled for lengths that are powers of two from this one on. */
const SHORTEST = 8;

export function paddedLength(length: number): number {
  return Math.max(SHORTEST, 2 ** Math.ceil(Math.log2(length)));
}

/** Inputs `tokens` and `mask` (T·B, 1): element t·B + b. */
export function paddedTexts(texts: readonly Uint32Array[], batch: number, window: number): Feed {
  const [tokens, mask] = [new Float32Array(window * batch), new Float32Array(window * batch)];
  texts.forEach((text, row) => {
    text.forEach((token, t) => {
      tokens[t * batch + row] = token;
      mask[t * batch + row] = 1;
    });
  });
  return { tokens, mask };
}

/** Row `row` of a matrix with so many columns. */
export function rowOf<Values extends Float32Array | Float64Array>(values: Values, columns: number, row: number): Values {
  return values.slice(row * columns, (row + 1) * columns) as Values;
}
