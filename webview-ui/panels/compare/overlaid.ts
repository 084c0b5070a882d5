// Columns of several runs over one axis: for each run its training loss, smoothed, and its validation loss, with gaps where others were measured.
import type { Columns } from '../../components/chart';
import type { RunModel } from '../../components/runModel';
import { atValidations, numbers, runningMean } from '../../components/series';

/** @param byTime over the seconds of training, else over updates */
export function overlaid(runs: readonly RunModel[], byTime: boolean): Columns {
  const series = runs.map((run) => ({
    at: run.updates.value.map(({ update, elapsed }) => (byTime ? elapsed : update)),
    values: [runningMean(numbers(run, 'loss')), atValidations(run, 'loss')],
  }));
  const x = [...new Set(series.flatMap(({ at }) => at))].sort((a, b) => a - b);
  const index = new Map(x.map((value, row) => [value, row]));
  const columns = series.flatMap(({ at, values }) =>
    values.map((of) => {
      const column: (number | null)[] = x.map(() => null);
      at.forEach((value, point) => {
        const row = index.get(value);
        if (row !== undefined && of[point] != null) column[row] = of[point] as number;
      });
      return column;
    }),
  );
  return [x, ...columns];
}
