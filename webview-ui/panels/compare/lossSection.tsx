// The chart of losses, over updates or over time, with what the cursor is on in words below it: of a few runs, or of many.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Chart, type ChartProps } from '../../components/chart';
import { ChartExport } from '../../components/chartExport';
import { Choice } from '../../components/choice';
import { short } from '../../components/figures';
import { useComparison } from './comparison';

interface LossSectionProps extends Pick<ChartProps, 'data' | 'lines' | 'describe' | 'pointed'> {
  /** What is drawn, before “over updates”. */
  readonly what: string;
  /** The chart is made anew where this is another. */
  readonly made?: string;
  /** The legend. */
  readonly children: ComponentChildren;
}

export function LossSection({ what, made = '', children, data, lines, describe, pointed }: LossSectionProps) {
  const { compared } = useComparison();
  const { byTime } = compared.value;
  const cursor = useSignal<number>();
  const across = byTime ? 'seconds of training' : 'update';
  const chart = { label: `${what} over ${byTime ? 'time' : 'updates'}, in nats`, testid: 'losses', data, lines, across, format: short };
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
        <p class="legend">{children}</p>
        <ChartExport {...chart} />
      </div>
      <Chart
        key={`${across} ${made}`}
        {...chart}
        height={240}
        group="compare"
        cursor={cursor}
        describe={describe}
        {...(pointed && { pointed })}
      />
      <p class="reading" data-testid="losses-reading">
        {describe(cursor.value ?? (data.value[0]?.length ?? 1) - 1)}
      </p>
    </section>
  );
}
