/** What the numbers of a tensor are like, in one pass over blocks of them. */
import type { Following } from '../../interruption';
import { type Bytes, blocksOf, entryAt, type WeightsFile } from './weightsFile';

/** Those that are not finite are counted, and left out of all else. */
export interface TensorStatistics {
  readonly tensor: number;
  /** Of all. */
  readonly count: number;
  readonly mean: number;
  /** σ, with n as divisor. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  /** How many are zero. */
  readonly zeros: number;
  readonly nan: number;
  readonly infinite: number;
}

/** @param tensor its number in the file @throws WeightsError, CancelledError */
export async function tensorStatistics(bytes: Bytes, file: WeightsFile, tensor: number, following: Following): Promise<TensorStatistics> {
  const tally = new Tally();
  for await (const block of blocksOf(bytes, file, entryAt(file, tensor), following)) tally.add(block);
  return { tensor, ...tally.told };
}

/** Beyond it squares may overflow: then all is told in a smaller unit, in which what is tiny beside it vanishes. */
const LARGE = 1e150;
const SMALL = 2 ** -560;

/**
 * Mean and squared deviations of blocks, joined as Chan, Golub and LeVeque (1979) do: exact to rounding where a running sum
 * of squares would cancel.
 */
export class Tally {
  #count = 0;
  #finite = 0;
  #mean = 0;
  /** Σ (x − mean)² */
  #squares = 0;
  /** What numbers are multiplied with before they are added up, lest a square overflow. */
  #scale = 1;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;
  #zeros = 0;
  #nan = 0;

  add(block: ArrayLike<number>): void {
    const [count, finite] = [this.#count, this.#finite];
    let most = 0;
    for (let at = 0; at < block.length; at++) {
      const value = block[at] as number;
      if (Number.isFinite(value)) {
        this.#finite++;
        if (value < this.#least) this.#least = value;
        if (value > this.#most) this.#most = value;
        if (value === 0) this.#zeros++;
        if (Math.abs(value) > most) most = Math.abs(value);
      } else if (Number.isNaN(value)) this.#nan++;
    }
    this.#count = count + block.length;
    if (this.#finite > finite) this.#join(block, this.#finite - finite, most);
  }

  #join(block: ArrayLike<number>, finite: number, most: number): void {
    if (most > LARGE && this.#scale === 1) {
      this.#scale = SMALL;
      this.#mean *= SMALL;
      this.#squares *= SMALL ** 2;
    }
    const scale = this.#scale;
    let sum = 0;
    for (let at = 0; at < block.length; at++) if (Number.isFinite(block[at])) sum += scale * (block[at] as number);
    const mean = sum / finite;
    let squares = 0;
    for (let at = 0; at < block.length; at++) if (Number.isFinite(block[at])) squares += (scale * (block[at] as number) - mean) ** 2;
    const apart = mean - this.#mean;
    this.#squares += squares + (apart ** 2 * (this.#finite - finite) * finite) / this.#finite;
    this.#mean += (apart * finite) / this.#finite;
  }

  /** NaN stands where there is no finite number. */
  get told(): Omit<TensorStatistics, 'tensor'> {
    const none = this.#finite === 0;
    return {
      count: this.#count,
      mean: none ? Number.NaN : this.#mean / this.#scale,
      deviation: none ? Number.NaN : Math.sqrt(this.#squares / this.#finite) / this.#scale,
      least: none ? Number.NaN : this.#least,
      most: none ? Number.NaN : this.#most,
      zeros: this.#zeros,
      nan: this.#nan,
      infinite: this.#count - this.#finite - this.#nan,
    };
  }
}
