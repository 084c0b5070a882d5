// One of the small curves below the loss: its name, what it is now or at the cursor, and what that means.
import { useComputed } from '@preact/signals';
import type { Updated } from '../../../../../src/engine/trainingEvent';
import { Chart, type ChartProps, type Columns } from '../../../../components/chart';
import { ChartExport } from '../../../../components/chartExport';
import type { RunModel } from '../../../../components/runModel';
import { updateAt } from '../../../../components/series';
import { usePanel } from '../../runPanel';

const HEIGHT = 112;

export interface SmallChartProps extends Pick<ChartProps, 'label' | 'testid' | 'lines' | 'ceiling' | 'format' | 'cursor'> {
  readonly title: string;
  readonly reading: string;
  readonly note: string;
  readonly columns: (run: RunModel) => Columns;
  readonly describe: (update: Updated) => string;
}

export function SmallChart({ title, reading, note, columns, describe, ...chart }: SmallChartProps) {
  const { run } = usePanel();
  const data = useComputed(() => columns(run));
  const inWords = (index: number) => {
    const update = updateAt(run, index);
    return update ? `update ${update.update}: ${describe(update)}` : '';
  };
  return (
    <section class="section small-chart">
      <div class="section-head">
        <h2>{title}</h2>
        <span class="reading">
          <b>{reading}</b>
        </span>
        <ChartExport {...chart} data={data} floor={0} />
      </div>
      <Chart {...chart} data={data} height={HEIGHT} floor={0} describe={inWords} />
      <p class="caption">{note}</p>
    </section>
  );
}
