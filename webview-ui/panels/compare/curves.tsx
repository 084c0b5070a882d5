// The loss curves of all runs in one chart, over updates or over time: training thin, validation strong.
import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { duration } from '../../../src/protocol/figures';
import type { Line } from '../../charts/lineChart';
import { Chart, type Columns } from '../../components/chart';
import { ChartExport } from '../../components/chartExport';
import { Choice } from '../../components/choice';
import { count, lossShown, short } from '../../components/figures';
import type { RunModel } from '../../components/runModel';
import { useComparison } from './comparison';
import { overlaid } from './overlaid';

const nameOf = (run: RunModel): string => run.summary.value?.name ?? '';
const folderOf = (run: RunModel): string => run.summary.value?.folder ?? '';

export function Curves() {
  const comparison = useComparison();
  const { kept, shown } = comparison;
  const { byTime } = kept.value;
  const cursor = useSignal<number>();
  const data = useComputed<Columns>(() => overlaid(shown.value, kept.value.byTime));
  const colours = shown.value.map((run) => comparison.colourOf(folderOf(run))).join(' ');
  const lines = useMemo<readonly Line[]>(
    () =>
      shown.value.flatMap((run) => {
        const colour = comparison.colourOf(folderOf(run));
        return [
          { label: `${nameOf(run)}, training`, colour, width: 1, opacity: 0.6 },
          { label: `${nameOf(run)}, validation`, colour, width: 2, points: 5 },
        ];
      }),
    [shown.value, colours],
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
          choose={(over) => kept.change({ byTime: over === 'time' })}
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
          {units.length > 1 && <span>not to be held against each other: they count {units.join(' and ')}</span>}
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

/** What was last known of a run at a place of the chart. */
function told(data: Columns, run: number, index: number): string {
  const known = (column: number) => data[column]?.slice(0, index + 1).findLast((value) => value !== null);
  const [training, validation] = [known(1 + 2 * run), known(2 + 2 * run)];
  const parts = [training != null && lossShown(training), validation != null && `${lossShown(validation)} held out`];
  return parts.filter(Boolean).join(', ') || 'not begun';
}
