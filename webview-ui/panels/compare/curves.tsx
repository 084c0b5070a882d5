// The loss curves of all runs in one chart, over updates or over time: training thin, validation strong.
import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Baseline } from '../../../src/engine/results';
import { duration } from '../../../src/protocol/figures';
import { listInWords } from '../../../src/protocol/listInWords';
import type { Line } from '../../charts/lineChart';
import type { Columns } from '../../components/chart';
import { count, lossShown } from '../../components/figures';
import { levelLine, YardstickReading } from '../../components/yardstick';
import { type Comparison, useComparison } from './comparison';
import { LossSection } from './lossSection';
import { overlaid } from './overlaid';

export function Curves() {
  const comparison = useComparison();
  const { compared, shown } = comparison;
  const { byTime } = compared.value;
  const levels = useComputed(() => levelsOf(comparison));
  const data = useComputed<Columns>(() => {
    const columns = overlaid(shown.value, compared.value.byTime);
    return [...columns, ...levels.value.map(({ baseline }) => (columns[0] ?? []).map(() => baseline.nats))];
  });
  const colours = shown.value.map((run) => comparison.colourOf(run.folder.value)).join(' ');
  const lines = useMemo<readonly Line[]>(
    () => [
      ...shown.value.flatMap((run) => {
        const colour = comparison.colourOf(run.folder.value);
        return [
          { label: `${run.name.value}, training`, colour, width: 1, opacity: 0.6 },
          { label: `${run.name.value}, validation`, colour, width: 2, points: 5 },
        ];
      }),
      ...levels.value.map(({ baseline, colour, of }) => levelLine(baseline, colour, of)),
    ],
    [shown.value, colours, levels.value],
  );
  const units = [...new Set(shown.value.map((run) => `nats/${run.words.value.unit}`))];
  const read = (index: number): string => {
    const [x] = data.value;
    const losses = shown.value.map((run, at) => `${run.name.value} ${told(data.value, at, index)}`);
    return `${byTime ? duration(x?.[index] ?? 0) : `update ${count(x?.[index] ?? 0)}`}: ${losses.join('; ')}`;
  };
  return (
    <LossSection what="Losses" data={data} lines={lines} describe={read}>
      {shown.value.map((run) => (
        <span key={run.folder.value}>
          <i class={`key key-${comparison.colourOf(run.folder.value)}`} />
          {run.name.value}
        </span>
      ))}
      <span>thin: training, dots: validation</span>
      {shown.value.map((run) => {
        const level = levels.value.find(({ folder }) => folder === run.folder.value);
        const yardstick = comparison.yardstick(run.folder.value);
        if (yardstick.known.value.baseline && !level) return null; // the same as another's
        return (
          <YardstickReading
            key={run.folder.value}
            units={run.words.value.units}
            of={yardstick}
            name={level || shown.value.length === 1 ? level?.of : run.name.value}
            colour={level?.colour}
          />
        );
      })}
      {units.length > 1 && <span>not to be held against each other: they count {listInWords(units)}</span>}
    </LossSection>
  );
}

/** What n-grams reach on what each run holds out: once for runs that hold out the same of the same text. */
function levelsOf(comparison: Comparison) {
  const known = comparison.shown.value.flatMap((run) => {
    const folder = run.folder.value;
    const { baseline } = comparison.yardstick(folder).known.value;
    return baseline ? [{ run, folder, baseline }] : [];
  });
  const same = (a: Baseline, b: Baseline) => a.nats === b.nats && a.order === b.order && a.characters === b.characters;
  const distinct = known.filter(({ baseline }, at) => known.findIndex((one) => same(one.baseline, baseline)) === at);
  const alone = distinct.length === 1;
  return distinct.map(({ run, folder, baseline }) => ({
    folder,
    baseline,
    colour: alone ? ('foreground' as const) : comparison.colourOf(folder),
    of: alone ? undefined : run.name.value,
  }));
}

/** What was last known of a run at a place of the chart. */
function told(data: Columns, run: number, index: number): string {
  const known = (column: number) => data[column]?.slice(0, index + 1).findLast((value) => value !== null);
  const [training, validation] = [known(1 + 2 * run), known(2 + 2 * run)];
  const parts = [training != null && lossShown(training), validation != null && `${lossShown(validation)} held out`];
  return parts.filter(Boolean).join(', ') || 'not begun';
}
