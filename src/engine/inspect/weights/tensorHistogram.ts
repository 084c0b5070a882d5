/** How often the numbers of a tensor lie in each of equal parts of their range. */
import { type Following, partOf } from '../../interruption';
import { type TensorStatistics, tensorStatistics } from './tensorStatistics';
import { type Bytes, blocksOf, entryAt, type WeightsFile } from './weightsFile';

export interface TensorHistogram {
  /** Range of the finite numbers; a little wider where they are all the same. */
  readonly low: number;
  readonly high: number;
  /** Empty where no number is finite. */
  readonly counts: readonly number[];
  readonly statistics: TensorStatistics;
}

/** Two passes: the range, then the counts. @param bins how many parts @throws WeightsError, CancelledError */
export async function tensorHistogram(
  bytes: Bytes,
  file: WeightsFile,
  { tensor, bins }: { readonly tensor: number; readonly bins: number },
  following: Following,
): Promise<TensorHistogram> {
  const statistics = await tensorStatistics(bytes, file, tensor, partOf(following, 0, 0.5));
  const [low, high] = rangeOf(statistics);
  if (Number.isNaN(low)) return { low: -1, high: 1, counts: [], statistics };
  const counts = new Array<number>(bins).fill(0);
  const half = Number.isFinite(high - low) ? 1 : 0.5; // the range itself may be beyond float64
  const [from, range] = [half * low, half * high - half * low];
  for await (const block of blocksOf(bytes, file, entryAt(file, tensor), partOf(following, 0.5, 1)))
    for (const value of block) {
      if (!Number.isFinite(value)) continue;
      const bin = Math.min(bins - 1, Math.floor(((half * value - from) / range) * bins));
      counts[bin] = (counts[bin] as number) + 1;
    }
  return { low, high, counts, statistics };
}

function rangeOf({ least, most }: TensorStatistics): readonly [number, number] {
  if (least !== most) return [least, most];
  const around = Math.abs(least) * 0.5 || 0.5;
  return [least - around, least + around];
}
