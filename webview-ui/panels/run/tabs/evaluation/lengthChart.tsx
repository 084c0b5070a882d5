// Exact matches by the length of the source: with one vector for a whole sentence, long ones are the first to fail.
import { useComputed, useSignal } from '@preact/signals';
import type { Evaluation } from '../../../../../src/engine/results';
import { percent } from '../../../../../src/protocol/figures';
import type { Line } from '../../../../charts/lineChart';
import { Chart, type Columns } from '../../../../components/chart';
import { ChartExport } from '../../../../components/chartExport';
import { counted } from '../../../../components/figures';

const LINES: readonly Line[] = [{ label: 'right', colour: 'gate', width: 2, points: 6 }];

export function LengthChart({ byLength }: { byLength: NonNullable<Evaluation['byLength']> }) {
  const cursor = useSignal<number>();
  const shown = useSignal(byLength);
  shown.value = byLength;
  const data = useComputed<Columns>(() => [shown.value.map(({ length }) => length), shown.value.map(({ exact }) => exact)]);
  const describe = (at: number): string => {
    const found = byLength[at];
    return found ? `length ${found.length}: ${percent(found.exact)} of ${counted(found.examples, 'example')} right` : '';
  };
  const chart = {
    label: 'Fraction of translations that are right, by the length of the source',
    testid: 'length-chart',
    data,
    lines: LINES,
    across: 'length of the source, in characters',
    floor: 0,
    ceiling: 1,
    format: percent,
  };
  return (
    <section class="section">
      <div class="section-head">
        <h2>Right by length</h2>
        <p class="caption">translations right to the last character, by the length of the source</p>
        <ChartExport {...chart} />
      </div>
      <Chart {...chart} height={196} group="length" cursor={cursor} describe={describe} />
      <p class="caption" data-testid="length-readout">
        {cursor.value === undefined ? 'Point at the curve, or use the arrow keys, to read a length.' : describe(cursor.value)}
      </p>
    </section>
  );
}
