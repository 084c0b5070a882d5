/** Long computations as generators that yield how far they are: run at once where they are short, else followed and ended from outside. */
import { CancelledError, type Following } from '../../interruption';

/** Yields the fraction of the work that is done. */
export type Steps<Result> = Generator<number, Result, void>;

export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** @throws CancelledError */
export async function followed<Result>(steps: Steps<Result>, { stop, progress, pause }: Following): Promise<Result> {
  for (;;) {
    if (stop.aborted) throw new CancelledError();
    const { done, value } = steps.next();
    if (done) return value;
    progress?.(value);
    await pause?.();
  }
}

/** A matrix takes no other shape here: row-major, square or not. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A copy whose largest number is 1 by size, so that no square in what follows overflows or vanishes; and what it was divided by. */
export function scaled({ data }: DenseMatrix): readonly [copy: Float64Array, by: number] {
  const most = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (most === 0) return [data.slice(), 1];
  const half = Math.sqrt(most); // 1 / most may be beyond float64
  return [data.map((value) => value / half / half), most];
}
