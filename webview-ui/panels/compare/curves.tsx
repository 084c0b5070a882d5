// The loss curves of all runs in one chart, over updates or over time: training thin, validation strong.
import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Baseline } from '../../../src/engine/results';
import { duration } from '../../../src/protocol/figures';
import { listInWords } from '../../../src/protocol/listInWords';
import type { Line } from '../../charts/lineChart';
import { Chart, type Columns } from '../../components/chart';
import { ChartExport } from '../../components/chartExport';
import { Choice } from '../../components/choice';
import { count, lossShown, short } from '../../components/figures';
import type { RunModel } from '../../components/runModel';
import { levelLine, YardstickReading } from '../../components/yardstick';
import { type Comparison, useComparison } from './comparison';
import { overlaid } from './overlaid';

const nameOf = (run: RunModel): string => run.summary.value?.name ?? '';
const folderOf = (run: RunModel): string => run.summary.value?.folder ?? '';

export function Curves() {
  const comparison = useComparison();
  const { compared, shown } = comparison;
  const { byTime } = compared.value;
  const cursor = useSignal<number>();
  const levels = useComputed(() => levelsOf(comparison));
  const data = useComputed<Columns>(() => {
    const columns = overlaid(shown.value, compared.value.byTime);
    return [...columns, ...levels.value.map(({ baseline }) => (columns[0] ?? []).map(() => baseline.nats))];
  });
  const colours = shown.value.map((run) => comparison.colourOf(folderOf(run))).join(' ');
  const lines = useMemo<readonly Line[]>(
    () => [
      ...shown.value.flatMap((run) => {
        const colour = comparison.colourOf(folderOf(run));
        return [
          { label: `${nameOf(run)}, training`, colour, width: 1, opacity: 0.6 },
          { label: `${nameOf(run)}, validation`, colour, width: 2, points: 5 },
        ];
      }),
      ...levels.value.map(({ baseline, colour, of }) => levelLine(baseline, colour, of)),
    ],
    [shown.value, colours, levels.value],
  );
  const across = byTime ? 'seconds of training' : 'update';
  const units = [...new Set(shown.value.map((run) => `nats/${run.words.value.unit}`))];
  const read = (index: number): string => {
    const [x] = data.value;
    const losses = shown.value.map((run, at) => `${nameOf(run)} ${told(data.value, at, index)}`);
    return `${byTime ? duration(x?.[index] ?? 0) : `update ${count(x?.[index] ?? 0)}`}: ${losses.join('; ')}`;
  };
  const chart = {
    label: `Losses over ${byTime ? 'time' : 'updates'}, in nats`,
    testid: 'losses',
    data,
    lines,
    across,
    format: short,
  };
  return (
    <section class="section" aria-label="Losses">
      <div class="section-head">
        <h2>Loss</h2>
        <Choice
          label="Over"
          options={{ updates: 'updates', time: 'time' }}
          chosen={byTime ? 'time' : 'updates'}
          choose={(over) => compared.change({ byTime: over === 'time' })}
          testid="over"
        />
        <p class="legend">
          {shown.value.map((run) => (
            <span key={folderOf(run)}>
              <i class={`key key-${comparison.colourOf(folderOf(run))}`} />
              {nameOf(run)}
            </span>
          ))}
          <span>thin: training, dots: validation</span>
          {shown.value.map((run) => {
            const level = levels.value.find(({ folder }) => folder === folderOf(run));
            const yardstick = comparison.yardstick(folderOf(run));
            if (yardstick.known.value.baseline && !level) return null; // the same as another's
            return (
              <YardstickReading
                key={folderOf(run)}
                units={run.words.value.units}
                of={yardstick}
                name={level || shown.value.length === 1 ? level?.of : nameOf(run)}
                colour={level?.colour}
              />
            );
          })}
          {units.length > 1 && <span>not to be held against each other: they count {listInWords(units)}</span>}
        </p>
        <ChartExport {...chart} />
      </div>
      <Chart key={across} {...chart} height={240} group="compare" cursor={cursor} describe={read} />
      <p class="reading" data-testid="losses-reading">
        {read(cursor.value ?? (data.value[0]?.length ?? 1) - 1)}
      </p>
    </section>
  );
}

/** What n-grams reach on what each run holds out: once for runs that hold out the same of the same text. */
function levelsOf(comparison: Comparison) {
  const known = comparison.shown.value.flatMap((run) => {
    const folder = folderOf(run);
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
    of: alone ? undefined : nameOf(run),
  }));
}

/** What was last known of a run at a place of the chart. */
function told(data: Columns, run: number, index: number): string {
  const known = (column: number) => data[column]?.slice(0, index + 1).findLast((value) => value !== null);
  const [training, validation] = [known(1 + 2 * run), known(2 + 2 * run)];
  const parts = [training != null && lossShown(training), validation != null && `${lossShown(validation)} held out`];
  return parts.filter(Boolean).join(', ') || 'not begun';
}
