/** What is predicted costs nats; so does what a model does not know. */
import { natsOfUnknown } from '../infer/distribution';
import type { Strange } from '../results';

/** exp(nats): of what a model held for impossible, the largest number there is. */
export const perplexityOf = (nats: number): number => Math.min(Math.exp(nats), Number.MAX_VALUE);

/** The sum over all that was predicted, and how much that was. */
export class Nats {
  private sum = 0;
  private count = 0;
  private readonly strange = { count: 0, nats: 0 };

  add(nats: number): void {
    this.sum += nats;
    this.count++;
  }

  /** @param nats of the model's symbol for what it does not know, or where it has none, `natsOfUnknown` */
  addUnknown(nats: number): void {
    this.add(nats);
    this.strange.nats += nats;
    this.strange.count++;
  }

  /** Of a symbol, −1 for one that the model has not. @param logProbabilities of all that it tells apart @param unknown whether the model does not know it */
  take(symbol: number, logProbabilities: Float64Array, unknown = symbol < 0): void {
    const nats = symbol < 0 ? natsOfUnknown(logProbabilities.length) : -(logProbabilities[symbol] as number);
    if (unknown) this.addUnknown(nats);
    else this.add(nats);
  }

  /** NaN where nothing was predicted. */
  get mean(): number {
    return this.sum / this.count;
  }

  /** As evaluations tell it. */
  get told(): { readonly nats: number; readonly perplexity: number; readonly strange?: Strange } {
    return { nats: this.mean, perplexity: perplexityOf(this.mean), ...(this.strange.count > 0 && { strange: { ...this.strange } }) };
  }
}
