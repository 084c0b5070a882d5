/**
 * Characters read in training, now and then, as ones that the network does not know: it learns to do without any one of
 * them (word dropout: Iyyer et al. 2015; Bowman et al. 2016).
 */
import type { Numbers } from '../backend';
import { mixedSeed, Random } from '../random';
import type { Batch, Batches, BatchSize } from './batches';
import type { Symbols } from './symbols';
import { Vocabulary } from './vocabulary';

export class InputDropout implements Batches {
  /** By the input that they are read at. */
  private readonly vocabularies: Readonly<Record<string, Vocabulary>>;

  /** Update by update, the seed decides which. */
  constructor(
    private readonly batches: Batches,
    { vocabulary, targets }: Symbols,
    private readonly probability: number,
    private readonly seed: number,
  ) {
    this.vocabularies = { tokens: vocabulary, after: vocabulary, 'decoder.tokens': new Vocabulary(targets, vocabulary.units) };
  }

  get sizes(): readonly BatchSize[] {
    return this.batches.sizes;
  }

  get perEpoch(): number {
    return this.batches.perEpoch;
  }

  get(update: number): Batch {
    const batch = this.batches.get(update);
    const random = Random.fromSeed(mixedSeed(this.seed, update));
    const feed: Record<string, Numbers> = { ...batch.feed };
    for (const [input, vocabulary] of Object.entries(this.vocabularies)) {
      const read = feed[input];
      if (read) feed[input] = this.forget(read, vocabulary, random);
    }
    return { ...batch, feed };
  }

  sizeOf(update: number): number {
    return this.batches.sizeOf(update);
  }

  together(update: number): number {
    return this.batches.together(update);
  }

  /** The boundary is always known. */
  private forget(read: Numbers, { boundary, fallback }: Vocabulary, random: Random): Float32Array {
    return Float32Array.from(read, (symbol) => (random.coarse() < this.probability && symbol !== boundary ? fallback : symbol));
  }
}
