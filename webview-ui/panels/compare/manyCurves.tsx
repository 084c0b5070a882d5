// The validation loss of many runs in one chart: all pale, and the one that is pointed at, here or in the table, strong.
import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { duration } from '../../../src/protocol/figures';
import type { Line } from '../../charts/lineChart';
import type { Columns } from '../../components/chart';
import { count, lossShown } from '../../components/figures';
import type { RunModel } from '../../components/runModel';
import { useComparison } from './comparison';
import { LossSection } from './lossSection';
import { overlaidMany } from './overlaid';

export function ManyCurves() {
  const comparison = useComparison();
  const { compared, ranking } = comparison;
  const { lit, through } = ranking;
  const { byTime } = compared.value;
  const runs = useComputed(() => [...comparison.runs.value.values()]);
  const all = useComputed<Columns>(() => overlaidMany(runs.value, compared.value.byTime));
  // The lit one once more, on top: so that pointing draws anew and makes no chart.
  const data = useComputed<Columns>(() => {
    const [x = [], ...columns] = all.value;
    const none = x.map(() => null);
    const at = runs.value.findIndex((run) => run.folder.value === lit.value);
    return [
      x,
      ...columns.map((column, run) => (through.value.has((runs.value[run] as RunModel).folder.value) ? column : none)),
      columns[at] ?? none,
    ];
  });
  const sides = comparison.sides.value.map(({ folder }) => folder).join('\n');
  const lines = useMemo<readonly Line[]>(
    () => [
      ...runs.value.map((run): Line => {
        const beside = comparison.sides.peek().some(({ folder }) => folder === run.folder.value);
        return beside
          ? { label: run.name.value, colour: comparison.colourOf(run.folder.value), width: 2 }
          : { label: run.name.value, colour: 'muted', width: 1, opacity: 0.3 };
      }),
      { label: 'pointed at', colour: 'accent', width: 3 },
    ],
    [runs.value, sides],
  );
  const read = (index: number): string => {
    const x = all.value[0]?.[index] ?? 0;
    const at = runs.value.findIndex((run) => run.folder.value === lit.value);
    const run = runs.value[at];
    const where = byTime ? duration(x) : `update ${count(x)}`;
    if (!run) return `${where}: point at a line, or at a run in the table`;
    const loss = all.value[at + 1]?.slice(0, index + 1).findLast((value) => value !== null);
    return `${where}: ${run.name.value} ${loss == null ? 'not judged yet' : lossShown(loss, 3)}`;
  };
  const point = (index: number | undefined, level: number | undefined) => {
    if (index !== undefined && level !== undefined) lit.value = nearest(runs.peek(), all.peek(), through.peek(), index, level);
  };
  return (
    <LossSection what="Validation loss" made={`${sides} ${runs.value.length}`} data={data} lines={lines} describe={read} pointed={point}>
      <span>a line is the validation loss of a run; with fewer than two validations, its training loss</span>
      {comparison.sides.value.map(({ folder }) => (
        <span key={folder}>
          <i class={`key key-${comparison.colourOf(folder)}`} />
          {comparison.run(folder).name.value}
        </span>
      ))}
    </LossSection>
  );
}

/** The folder of the run whose last known loss there is nearest to where one points. */
function nearest(
  runs: readonly RunModel[],
  columns: Columns,
  through: ReadonlySet<string>,
  index: number,
  level: number,
): string | undefined {
  let [best, least] = [undefined as string | undefined, Number.POSITIVE_INFINITY];
  for (const [at, run] of runs.entries()) {
    const folder = run.folder.value;
    if (!through.has(folder)) continue;
    const loss = columns[at + 1]?.slice(0, index + 1).findLast((value) => value !== null);
    if (loss != null && Math.abs(loss - level) < least) [best, least] = [folder, Math.abs(loss - level)];
  }
  return best;
}
