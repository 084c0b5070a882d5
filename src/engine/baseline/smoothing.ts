/**
 * Interpolated modified Kneser–Ney smoothing (Chen & Goodman 1998, §4.1.6) of one kind of counts of n-grams:
 * p(w | h) = (max(c(hw) − D(c(hw)), 0) + (D₁N₁(h·) + D₂N₂(h·) + D₃N₃₊(h·)) · p(w | h′)) / Σ c(h·), h′ without its first symbol.
 */
import type { NgramTrie } from './ngramTrie';

/** D₁, D₂ and D₃₊ of n-grams of one length. */
type Discounts = readonly [number, number, number];

/** Where a text has too few n-grams to estimate them from, as in KenLM. */
const FALLBACK: Discounts = [0.5, 1, 1.5];

export class Smoothing {
  /** Σ c(h·) */
  readonly #totals: Uint32Array;
  /** What was taken from the n-grams that go on from h, for those that do not. */
  readonly #withheld: Float64Array;
  readonly #discounts: readonly Discounts[];

  /** @param values of each node: how often it occurs, or after how many symbols */
  constructor(
    { size, longest, lengths, parents }: NgramTrie,
    private readonly values: Uint32Array,
  ) {
    const having = Array.from({ length: longest + 1 }, () => new Uint32Array(5)); // [length][value]: so many n-grams; 4 is more than 3
    for (let node = 1; node < size; node++) {
      const some = having[lengths[node] as number] as Uint32Array;
      const value = Math.min(values[node] as number, 5);
      if (value <= 4) some[value] = (some[value] as number) + 1;
    }
    this.#discounts = having.map(discounts);
    this.#totals = new Uint32Array(size);
    this.#withheld = new Float64Array(size);
    for (let node = 1; node < size; node++) {
      const [parent, value] = [parents[node] as number, values[node] as number];
      this.#totals[parent] = (this.#totals[parent] as number) + value;
      this.#withheld[parent] = (this.#withheld[parent] as number) + this.#discount(lengths[node] as number, value);
    }
  }

  /**
   * @param length of the n-gram @param context the node of h @param node of hw; 0 where the text has none
   * @param lower p(w | h′)
   */
  probability(length: number, context: number, node: number, lower: number): number {
    const total = this.#totals[context] as number;
    if (total === 0) return lower;
    const value = node === 0 ? 0 : (this.values[node] as number);
    return (value - this.#discount(length, value) + (this.#withheld[context] as number) * lower) / total;
  }

  #discount(length: number, value: number): number {
    return value === 0 ? 0 : ((this.#discounts[length] as Discounts)[Math.min(value, 3) - 1] as number);
  }
}

/** Chen & Goodman, equation 26. @param having how many n-grams have the value 1, 2, 3, 4 */
export function discounts(having: ArrayLike<number>): Discounts {
  const [, n1, n2, n3, n4] = having as unknown as [number, number, number, number, number];
  if (n1 === 0 || n2 === 0 || n3 === 0 || n4 === 0) return FALLBACK;
  const y = n1 / (n1 + 2 * n2);
  const found: Discounts = [1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3];
  return found.every((discount, index) => discount >= 0 && discount <= index + 1) ? found : FALLBACK;
}
