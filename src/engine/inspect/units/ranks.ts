/** How well values tell two classes apart, or go with a number: AUC by ranks, Pearson's r. Exact, ties included. */

const DIGIT = 11; // bits
const PASSES = 3;

/** Sorts the indices of single-precision numbers by value: a radix sort, for thousands of series of a hundred thousand. */
export class Sorter {
  readonly #keys: Uint32Array;
  readonly #indices: readonly [Uint32Array, Uint32Array];
  readonly #counts = new Uint32Array(1 << DIGIT);

  constructor(length: number) {
    this.#keys = new Uint32Array(length);
    this.#indices = [new Uint32Array(length), new Uint32Array(length)];
  }

  /** @returns indices from the least to the greatest value, until the next sort */
  sort(values: Float32Array): Uint32Array {
    const keys = this.#keys;
    const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
    // In the order of the numbers: of negative ones all bits turn, of others the sign's. −0 is 0.
    for (let at = 0; at < bits.length; at++) {
      const word = bits[at] === -0x80000000 ? 0 : (bits[at] as number);
      keys[at] = word < 0 ? ~word : word | 0x80000000;
    }
    let [from, to] = this.#indices;
    for (let at = 0; at < from.length; at++) from[at] = at;
    for (let pass = 0; pass < PASSES; pass++) {
      this.#pass(pass * DIGIT, from, to);
      [from, to] = [to, from];
    }
    return from;
  }

  #pass(shift: number, from: Uint32Array, to: Uint32Array): void {
    const [keys, counts, mask] = [this.#keys, this.#counts, (1 << DIGIT) - 1];
    counts.fill(0);
    for (let at = 0; at < keys.length; at++) {
      const digit = ((keys[at] as number) >>> shift) & mask;
      counts[digit] = (counts[digit] as number) + 1;
    }
    let sum = 0;
    for (let digit = 0; digit < counts.length; digit++) {
      const count = counts[digit] as number;
      counts[digit] = sum;
      sum += count;
    }
    for (let place = 0; place < from.length; place++) {
      const at = from[place] as number;
      const digit = ((keys[at] as number) >>> shift) & mask;
      const target = counts[digit] as number;
      to[target] = at;
      counts[digit] = target + 1;
    }
  }
}

/**
 * Ranks from 1, those of equal values their mean, each among the values of its own group.
 * @param order indices by value @param group of each value: 0 or 1
 */
export function ranksInGroups(values: Float32Array, order: Uint32Array, group: Uint8Array, ranks: Float32Array): void {
  const seen = [0, 0];
  for (let begin = 0; begin < order.length; ) {
    const value = values[order[begin] as number] as number;
    const tied = [0, 0];
    let end = begin;
    for (; end < order.length && values[order[end] as number] === value; end++) {
      const which = group[order[end] as number] as number;
      tied[which] = (tied[which] as number) + 1;
    }
    if (end === begin) end++; // not a number
    for (let place = begin; place < end; place++) {
      const at = order[place] as number;
      const which = group[at] as number;
      ranks[at] = (seen[which] as number) + ((tied[which] as number) + 1) / 2;
    }
    seen[0] = (seen[0] as number) + (tied[0] as number);
    seen[1] = (seen[1] as number) + (tied[1] as number);
    begin = end;
  }
}

/**
 * The chance that a member of the class has the greater value than a member of the rest, ties counted half (Mann and Whitney 1947).
 * @param members of the class @param count of all that were ranked @returns NaN where one of both is empty
 */
export function aucOf(ranks: Float32Array, members: Uint32Array, count: number): number {
  let sum = 0;
  for (const at of members) sum += ranks[at] as number;
  const n = members.length;
  return (sum - (n * (n + 1)) / 2) / (n * (count - n));
}

/** Pearson's r with a series of mean 0 and length 1, over some indices. @returns NaN where the values are constant */
export function correlation(values: Float32Array, indices: Uint32Array, standard: Float32Array): number {
  let sum = 0;
  for (const at of indices) sum += values[at] as number;
  const mean = sum / indices.length;
  let [product, square] = [0, 0];
  for (let place = 0; place < indices.length; place++) {
    const deviation = (values[indices[place] as number] as number) - mean;
    product += deviation * (standard[place] as number);
    square += deviation * deviation;
  }
  return product / Math.sqrt(square);
}

/** (values − mean) / ‖values − mean‖ over some indices; undefined where they are constant. */
export function standardized(values: Float32Array, indices: Uint32Array): Float32Array | undefined {
  const some = Float64Array.from(indices, (at) => values[at] as number);
  const mean = some.reduce((sum, value) => sum + value, 0) / some.length;
  const length = Math.sqrt(some.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return length > 0 ? Float32Array.from(some, (value) => (value - mean) / length) : undefined;
}
