/** Texts side by side as a network reads them whole: time-major, padded to one length. */
import type { Feed } from '../backend';

/** Graphs are compiled for lengths that are powers of two from this one on. */
const SHORTEST = 8;

export interface Group {
  /** Of texts. */
  readonly indices: readonly number[];
  /** What they are padded to. */
  readonly window: number;
}

/** Texts in groups of similar length, shortest first: at most `most` in each. */
export function groupsByLength(texts: readonly Uint32Array[], most: number): Group[] {
  const lengthOf = (index: number) => texts[index]?.length ?? 0;
  const sorted = [...texts.keys()].sort((a, b) => lengthOf(a) - lengthOf(b));
  return Array.from({ length: Math.ceil(sorted.length / most) }, (_, group) => {
    const indices = sorted.slice(group * most, (group + 1) * most);
    return { indices, window: Math.max(SHORTEST, 2 ** Math.ceil(Math.log2(lengthOf(indices.at(-1) as number)))) };
  });
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

/** The same of one text alone. */
export function wholeText(tokens: Uint32Array): Feed {
  return paddedTexts([tokens], 1, tokens.length);
}

/** Row `row` of a matrix with so many columns. */
export function rowOf<Values extends Float32Array | Float64Array>(values: Values, columns: number, row: number): Values {
  return values.slice(row * columns, (row + 1) * columns) as Values;
}
