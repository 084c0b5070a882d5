/** The only randomness: a seeded generator (xoroshiro128+ of pure-rand) whose state can be saved and restored. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A seed of few bits makes the first outputs of xoroshiro extreme (the very first is near 1): they are passed over. */
const WARM_UP = 64;

/** A seed for each of many draws, far from those of the next ones. */
export function mixedSeed(seed: number, index: number): number {
  return (Math.imul(seed, 0x9e3779b1) + Math.imul(index + 1, 0x85ebca6b)) >>> 0;
}

export class Random {
  private constructor(private readonly generator: RandomGenerator) {}

  /** @param seed an integer, 0 … 2³² − 1 */
  static fromSeed(seed: number): Random {
    const generator = xoroshiro128plus(seed | 0);
    for (let skipped = 0; skipped < WARM_UP; skipped++) generator.next();
    return new Random(generator);
  }

  static fromState(state: readonly number[]): Random {
    return new Random(xoroshiro128plusFromState(state));
  }

  get state(): readonly number[] {
    return this.generator.getState();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return uniformFloat64(this.generator);
  }

  /** Uniform in [0, 1) with 32 random bits: for masks, where speed matters. */
  coarse(): number {
    return (this.generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** A copy in random order (Fisher & Yates). */
  shuffled<Item>(items: readonly Item[]): Item[] {
    const copy = [...items];
    for (let last = copy.length - 1; last > 0; last--) {
      const other = Math.floor(this.coarse() * (last + 1));
      [copy[last], copy[other]] = [copy[other] as Item, copy[last] as Item];
    }
    return copy;
  }

  /** Standard normal (Box–Muller, one of the pair). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }
}
