/**
 * What the decoder is fed where teacher forcing is not certain (scheduled sampling, Bengio et al. 2015): at each position
 * the right symbol with probability p, else what the network itself would say there, given what it was fed before.
 *
 * One pass over all positions is right up to the first guess, the next one up to the second, and so on: when nothing
 * changes any more, it is what feeding one symbol after another gives.
 */
import type { Backend, Feed, Numbers } from '../backend';
import type { Batch, BatchSize } from '../data/batches';
import { CHANCE } from '../data/chance';
import { GraphBuilder } from '../graph/graphBuilder';
import { likeliest } from '../infer/distribution';
import { forward } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { mixedSeed, Random } from '../random';
import { SizedExecutables } from './sizedExecutables';

/** Parts its draws from those of input dropout, which the same seed and update decide. */
const OWN = 0x5eed;

export class ScheduledSampling {
  private constructor(
    private readonly shape: NetworkShape,
    private readonly executables: SizedExecutables,
    private readonly probability: number,
    private readonly seed: number,
  ) {}

  /** @param probability of the right symbol */
  static async open(
    shape: NetworkShape,
    { teacherForcing, seed }: { readonly teacherForcing: number; readonly seed: number },
    sizes: readonly BatchSize[],
    backend: Backend,
    chance = CHANCE,
  ): Promise<ScheduledSampling> {
    const executables = await SizedExecutables.open(sizes, backend, (size) => {
      const builder = new GraphBuilder();
      builder.output('logits', forward(builder, shape, size).logits);
      return builder.build();
    });
    return new ScheduledSampling(shape, executables, teacherForcing, chance === 1 ? seed : mixedSeed(seed, OWN));
  }

  /** @param parameters slots, as they are before the update */
  async feed({ feed }: Batch, { batch }: BatchSize, size: number, update: number, parameters: Feed): Promise<Feed> {
    const random = Random.fromSeed(mixedSeed(this.seed, update));
    const right = feed['decoder.tokens'] as Numbers; // (T·B, 1)
    const guessed = Array.from(right, (_, index) => index >= batch && random.coarse() >= this.probability);
    this.executables.write(parameters);
    for (let fed = right; ; ) {
      const tokens: Feed = { ...feed, 'decoder.tokens': fed };
      if (!guessed.includes(true)) return tokens;
      const { targets, weights, ...read } = tokens;
      const [outputs] = await this.executables.run(size, [read]);
      const next = right.map((symbol, index) => (guessed[index] ? this.guess(outputs?.logits as Numbers, index - batch) : symbol));
      if (next.every((symbol, index) => symbol === fed[index])) return tokens;
      fed = next;
    }
  }

  dispose(): void {
    this.executables.dispose();
  }

  private guess(logits: Numbers, row: number): number {
    const { targets } = this.shape;
    return likeliest(logits.subarray(row * targets, (row + 1) * targets));
  }
}
