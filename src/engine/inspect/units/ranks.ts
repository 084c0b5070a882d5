/** How well values tell two classes apart, or go with a number: AUC by ranks, Pearson's r. Exact, ties included. */

const DIGIT = 11; // bits
const PASSES = 3;
const DIGITS = 1 << DIGIT;

/** Ranks single-precision numbers by a radix sort, for thousands of series of a hundred thousand. */
export class Ranker {
  readonly #keys: readonly [Uint32Array, Uint32Array];
  readonly #indices: readonly [Uint32Array, Uint32Array];
  readonly #counts = new Uint32Array(PASSES * DIGITS);

  /** @param length of every series, 2²³ at most: ranks are then exact */
  constructor(length: number) {
    this.#keys = [new Uint32Array(length), new Uint32Array(length)];
    this.#indices = [new Uint32Array(length), new Uint32Array(length)];
  }

  /** Ranks from 1, those of equal values their mean. @param values none of which is NaN @param ranks is written */
  rank(values: Float32Array, ranks: Float32Array): void {
    this.#prepare(values);
    let [fromKeys, toKeys] = this.#keys;
    let [from, to] = this.#indices;
    for (let pass = 0; pass < PASSES; pass++) {
      moveByDigit(this.#counts.subarray(pass * DIGITS, (pass + 1) * DIGITS), pass * DIGIT, fromKeys, toKeys, from, to);
      [fromKeys, toKeys] = [toKeys, fromKeys];
      [from, to] = [to, from];
    }
    for (let begin = 0; begin < from.length; ) {
      const key = fromKeys[begin];
      let end = begin + 1;
      while (end < from.length && fromKeys[end] === key) end++;
      for (let place = begin; place < end; place++) ranks[from[place] as number] = (begin + 1 + end) / 2;
      begin = end;
    }
  }

  /** Keys in the order of the numbers, and where those of each digit begin: in one go for all passes. */
  #prepare(values: Float32Array): void {
    const [[keys], [indices], counts] = [this.#keys, this.#indices, this.#counts];
    const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
    counts.fill(0);
    for (let at = 0; at < bits.length; at++) {
      // Of negative numbers all bits turn, of others the sign's. −0 is 0.
      const word = bits[at] === -0x80000000 ? 0 : (bits[at] as number);
      const key = (word < 0 ? ~word : word | 0x80000000) >>> 0;
      keys[at] = key;
      indices[at] = at;
      count(counts, key & (DIGITS - 1));
      count(counts, DIGITS + ((key >>> DIGIT) & (DIGITS - 1)));
      count(counts, 2 * DIGITS + (key >>> (2 * DIGIT)));
    }
    for (let pass = 0; pass < PASSES; pass++) {
      let sum = 0;
      for (let digit = pass * DIGITS; digit < (pass + 1) * DIGITS; digit++) {
        const count = counts[digit] as number;
        counts[digit] = sum;
        sum += count;
      }
    }
  }
}

function count(counts: Uint32Array, at: number): void {
  counts[at] = (counts[at] as number) + 1;
}

/** One pass of the sort. Keys go along with their indices: looking them up would jump about in memory. @param begins where each digit's go */
function moveByDigit(
  begins: Uint32Array,
  shift: number,
  fromKeys: Uint32Array,
  toKeys: Uint32Array,
  from: Uint32Array,
  to: Uint32Array,
): void {
  for (let place = 0; place < from.length; place++) {
    const key = fromKeys[place] as number;
    const digit = (key >>> shift) & (DIGITS - 1);
    const target = begins[digit] as number;
    begins[digit] = target + 1;
    toKeys[target] = key;
    to[target] = from[place] as number;
  }
}

/**
 * The chance that a member of the class has the greater value than a member of the rest, ties counted half (Mann and Whitney 1947).
 * @param members of the class: their indices @returns NaN where one of both is empty
 */
export function aucOf(ranks: Float32Array, members: Uint32Array): number {
  let sum = 0;
  for (let place = 0; place < members.length; place++) sum += ranks[members[place] as number] as number;
  const n = members.length;
  return (sum - (n * (n + 1)) / 2) / (n * (ranks.length - n));
}

/** Of a series: its mean, and ‖values − mean‖. */
export interface Moments {
  readonly mean: number;
  readonly length: number;
}

export function momentsOf(values: Float32Array): Moments {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  const mean = sum / values.length;
  let square = 0;
  for (let at = 0; at < values.length; at++) {
    const deviation = (values[at] as number) - mean;
    square += deviation * deviation;
  }
  return { mean, length: Math.sqrt(square) };
}

/** Pearson's r with a series of mean 0 and length 1. @returns NaN where the values are constant */
export function correlation(values: Float32Array, { mean, length }: Moments, standard: Float32Array): number {
  let product = 0;
  for (let at = 0; at < values.length; at++) product += ((values[at] as number) - mean) * (standard[at] as number);
  return product / length;
}

/** (values − mean) / ‖values − mean‖; undefined where they are constant. */
export function standardized(values: Float32Array): Float32Array | undefined {
  const { mean, length } = momentsOf(values);
  return length > 0 ? values.map((value) => (value - mean) / length) : undefined;
}
