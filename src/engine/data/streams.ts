/**
 * Running text as contiguous streams, read in windows.
 *
 * With P positions to predict at, batch B and window T: L = ⌊P / B⌋; stream b covers positions b·L … b·L + L − 1;
 * update k reads positions b·L + k·T … + T − 1 of each stream; an epoch has ⌊L / T⌋ updates.
 */
import type { Batch, Batches, BatchSize } from './batches';

export class Streams implements Batches {
  readonly batch: number;
  readonly window: number;
  readonly sizes: readonly BatchSize[];
  readonly perEpoch: number;
  private readonly length: number;

  /**
   * Batch and window shrink where the text is too short for them; both stay as they are otherwise.
   * @param columns what is read or predicted at each position, by the name of the graph's input
   */
  constructor(
    private readonly columns: Readonly<Record<string, Uint32Array>>,
    batch: number,
    window: number,
  ) {
    const positions = Object.values(columns)[0]?.length ?? 0;
    this.batch = Math.max(1, Math.min(batch, Math.floor(positions / window)));
    this.length = Math.floor(positions / this.batch);
    this.window = Math.min(window, this.length);
    this.sizes = [{ batch: this.batch, window: this.window }];
    this.perEpoch = Math.floor(this.length / this.window);
  }

  /** Time-major: element t·B + b. */
  get(update: number): Batch {
    const { batch, window } = this;
    const first = (update % this.perEpoch) * window;
    const feed: Record<string, Float32Array> = {};
    for (const [name, column] of Object.entries(this.columns)) {
      const cut = new Float32Array(window * batch);
      for (let b = 0; b < batch; b++) for (let t = 0; t < window; t++) cut[t * batch + b] = column[b * this.length + first + t] as number;
      feed[name] = cut;
    }
    return { feed, predicted: window * batch, characters: window * batch };
  }

  sizeOf(): number {
    return 0;
  }

  together(update: number): number {
    return this.perEpoch - (update % this.perEpoch);
  }
}
