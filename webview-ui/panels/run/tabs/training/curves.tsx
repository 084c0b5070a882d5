// The curves of a run over its updates: loss large; gradient norm, speed and a scheduled learning rate below, one cursor for all.

import { useComputed, useSignal } from '@preact/signals';
import * as z from 'zod/mini';
import type { Updated } from '../../../../../src/engine/trainingEvent';
import { percent } from '../../../../../src/protocol/figures';
import { inUnits } from '../../../../../src/protocol/textUnits';
import type { Line } from '../../../../charts/lineChart';
import { Chart, type Columns } from '../../../../components/chart';
import { ChartExport } from '../../../../components/chartExport';
import { Choice } from '../../../../components/choice';
import { count, counted, lossShown, short, threeUnits } from '../../../../components/figures';
import { handedDown } from '../../../../components/handedDown';
import type { Kept } from '../../../../components/keptState';
import type { RunModel } from '../../../../components/runModel';
import { atValidations, heldAt, lossColumns, numbers, updateAt } from '../../../../components/series';
import { levelLine, type Yardstick, YardstickReading } from '../../../../components/yardstick';
import { usePanel } from '../../runPanel';
import { SmallChart } from './smallChart';

/** How the user likes to look at the curves, kept over a reload. */
export const CURVES_VIEW = { logarithmic: z.catch(z.boolean(), false) };
export const [withYardstick, useYardstick] = handedDown<Yardstick>('yardstick');
export const [withCurvesView, useCurvesView] = handedDown<Kept<{ readonly logarithmic: boolean }>>('view of the curves');

const LOSS: readonly Line[] = [
  { label: 'each update', colour: 'negative', width: 1, opacity: 0.3 },
  { label: 'train', colour: 'negative', width: 2 },
  { label: 'validation', colour: 'positive', width: 2, points: 6 },
  { label: 'best', colour: 'positive', width: 0, points: 11 },
];
const GRADIENT: readonly Line[] = [
  { label: 'norm', colour: 'foreground', width: 1, opacity: 0.75 },
  { label: 'clip threshold', colour: 'warning', width: 1, dash: [4, 3] },
  { label: 'clipped', colour: 'warning', width: 0, points: 4 },
];
const ACCURACY: readonly Line[] = [{ label: 'accuracy', colour: 'gate', width: 2, points: 6 }];
const SPEED: Readonly<Record<string, readonly Line[]>> = Object.fromEntries(
  ['char', 'word'].map((unit) => [unit, [{ label: `${unit}s/s`, colour: 'foreground', width: 1, opacity: 0.75 }]]),
);
const RATE: readonly Line[] = [{ label: 'learning rate', colour: 'foreground', width: 1.5 }];

const accuracyColumns = (run: RunModel): Columns => [numbers(run, 'update'), atValidations(run, 'accuracy')];
const speedColumns = (run: RunModel): Columns => [numbers(run, 'update'), numbers(run, 'charsPerSecond')];
const rateColumns = (run: RunModel): Columns => [numbers(run, 'update'), numbers(run, 'learningRate')];
const gradientColumns = (run: RunModel): Columns => [
  numbers(run, 'update'),
  numbers(run, 'gradNorm'),
  run.updates.value.map(() => clipOf(run) || null),
  run.updates.value.map(({ clipped }) => (clipped ? clipOf(run) : null)),
];
const clipOf = ({ summary }: RunModel): number => summary.value?.experiment.clip ?? 0;

export function Curves() {
  const { run } = usePanel();
  const { best, lastValidation, summary, updates, words } = run;
  const view = useCurvesView();
  const { units } = words.value;
  const cursor = useSignal<number>();
  const yardstick = useYardstick();
  const level = useComputed(() => yardstick.known.value.baseline);
  const lines = useComputed(() => (level.value ? [...LOSS, levelLine(level.value)] : LOSS));
  const loss = useComputed(() => {
    const columns = lossColumns(run);
    const { nats } = level.value ?? {};
    return nats === undefined ? columns : [...columns, (columns[0] ?? []).map(() => nats)];
  });
  const scheduled = useComputed(() => new Set(updates.value.map((u) => u.learningRate)).size > 1);
  const now = updateAt(run, cursor.value);
  const trend = loss.value[2]?.[Math.min(cursor.value ?? Number.POSITIVE_INFINITY, updates.value.length - 1)];
  const held = now && heldAt(run, now);
  if (!now) return null;
  const clip = clipOf(run);
  const made = run.last.value?.update ?? 0;
  const chart = {
    label: 'Training and validation loss over updates',
    testid: 'loss-chart',
    data: loss,
    lines: lines.value,
    across: 'update',
    logarithmic: view.value.logarithmic,
    format: short,
  };
  return (
    <>
      <section class="section">
        <div class="section-head">
          <h2>Loss</h2>
          <Choice
            label="Loss axis"
            quiet
            testid="loss"
            options={{ linear: 'linear', log: 'log' }}
            chosen={view.value.logarithmic ? 'log' : 'linear'}
            choose={(axis) => view.change({ logarithmic: axis === 'log' })}
          />
          <ChartExport {...chart} />
          <p class="legend" data-testid="loss-readout">
            <span class="reading">
              update <b>{count(now.update)}</b>
            </span>
            <span class="reading">
              <i class="key key-negative" />
              train <b>{typeof trend === 'number' ? threeUnits(trend, words.value.unit) : short(now.loss)}</b>
            </span>
            {held && (
              <span class="reading">
                <i class="key key-positive" />
                validation <b>{threeUnits(held.loss, words.value.unit)}</b>
              </span>
            )}
            {best.value && (
              <span class="reading" data-testid="best">
                <i class="key key-best" />
                best <b>{lossShown(best.value.loss)}</b> at update {count(best.value.update)}
              </span>
            )}
            <YardstickReading of={yardstick} units={units} />
          </p>
        </div>
        <Chart {...chart} height={248} cursor={cursor} describe={(index) => lossInWords(run, index)} />
      </section>
      <div class="small-charts">
        {lastValidation.value?.accuracy !== undefined && (
          <SmallChart
            title="Accuracy"
            reading={accuracyAt(run, now)}
            note={`of the ${words.value.unit}s held out`}
            label="Accuracy on what was held out over updates"
            testid="accuracy-chart"
            columns={accuracyColumns}
            lines={ACCURACY}
            ceiling={1}
            format={percent}
            cursor={cursor}
            describe={(update) => accuracyAt(run, update)}
          />
        )}
        <SmallChart
          title="Gradient norm"
          reading={short(now.gradNorm)}
          note={clip ? `clipped above ${short(clip)}: ${count(run.clipped.value)} of ${counted(made, 'update')}` : 'not clipped'}
          label="Gradient norm over updates"
          testid="gradient-chart"
          columns={gradientColumns}
          lines={GRADIENT}
          format={short}
          cursor={cursor}
          describe={({ gradNorm, clipped }) => `${short(gradNorm)}${clipped ? ', clipped' : ''}`}
        />
        {scheduled.value && (
          <SmallChart
            title="Learning rate"
            reading={short(now.learningRate)}
            note={`${summary.value?.experiment.schedule ?? ''} schedule`}
            label="Learning rate over updates"
            testid="rate-chart"
            columns={rateColumns}
            lines={RATE}
            format={short}
            cursor={cursor}
            describe={({ learningRate }) => short(learningRate)}
          />
        )}
        <SmallChart
          title="Speed"
          reading={`${count(now.charsPerSecond)} ${units.short}s/s`}
          note={`${units.many} trained on each second`}
          label={inUnits('Characters per second over updates', units)}
          testid="speed-chart"
          columns={speedColumns}
          lines={SPEED[units.short] ?? []}
          format={thousands}
          cursor={cursor}
          describe={({ charsPerSecond }) => `${count(charsPerSecond)} ${units.many} per second`}
        />
      </div>
    </>
  );
}

function accuracyAt(run: RunModel, update: Updated): string {
  const accuracy = heldAt(run, update)?.accuracy;
  return accuracy === undefined ? 'not known yet' : `${percent(accuracy)} right`;
}

const thousands = (value: number): string => (value >= 1000 ? `${short(value / 1000)}k` : short(value));

function lossInWords(run: RunModel, index: number): string {
  const update = updateAt(run, index);
  if (!update) return '';
  const held = heldAt(run, update);
  const { unit, units } = run.words.value;
  return `update ${update.update}: training loss ${lossShown(update.loss)}${held ? `, validation loss ${lossShown(held.loss)}` : ''} nats per ${unit === units.short ? units.one : unit}`;
}
