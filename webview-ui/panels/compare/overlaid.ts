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
  return overOneAxis(series);
}

/** Points of a curve, where many of them are drawn: no screen shows more. */
const MOST_POINTS = 200;

/** One curve for each run: of its validations, or where there are fewer than two, which make no line, of its training. */
export function overlaidMany(runs: readonly RunModel[], byTime: boolean): Columns {
  return overOneAxis(
    runs.map((run) => {
      const judged = run.validations.value.length > 1;
      const losses = judged ? atValidations(run, 'loss') : runningMean(numbers(run, 'loss'));
      const points = run.updates.value.flatMap(({ update, elapsed }, at) => {
        const loss = losses[at];
        return loss == null ? [] : [{ at: byTime ? elapsed : update, loss }];
      });
      const every = Math.max(1, Math.ceil(points.length / MOST_POINTS));
      const drawn = points.filter((_, at) => (points.length - 1 - at) % every === 0);
      return { at: drawn.map(({ at }) => at), values: [drawn.map(({ loss }) => loss)] };
    }),
  );
}

interface Series {
  readonly at: readonly number[];
  /** Of each curve, at these places. */
  readonly values: readonly (readonly (number | null | undefined)[])[];
}

function overOneAxis(series: readonly Series[]): Columns {
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
