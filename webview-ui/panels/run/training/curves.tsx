// The curves of a run over its updates: loss large; gradient norm, speed and a scheduled learning rate below, one cursor for all.
import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Updated, Validated } from '../../../../src/engine/trainingEvent';
import type { Line } from '../../../charts/lineChart';
import { count, percent, short, signed, threeUnits } from '../figures';
import { summary, updates, validations, words } from '../runModel';
import { changeView, view } from '../viewState';
import { Chart, type Columns } from './chart';

const LOSS: readonly Line[] = [
  { label: 'each update', colour: 'negative', width: 1, opacity: 0.3 },
  { label: 'train', colour: 'negative', width: 2 },
  { label: 'validation', colour: 'positive', width: 2, points: 6 },
];
const GRADIENT: readonly Line[] = [
  { label: 'norm', colour: 'foreground', width: 1, opacity: 0.75 },
  { label: 'clip threshold', colour: 'warning', width: 1, dash: [4, 3] },
  { label: 'clipped', colour: 'warning', width: 0, points: 4 },
];
const ACCURACY: readonly Line[] = [{ label: 'accuracy', colour: 'gate', width: 2, points: 6 }];
const SPEED: readonly Line[] = [{ label: 'chars/s', colour: 'foreground', width: 1, opacity: 0.75 }];
const RATE: readonly Line[] = [{ label: 'learning rate', colour: 'foreground', width: 1.5 }];

export function Curves() {
  const cursor = useSignal<number>();
  const clip = summary.value?.experiment.clip ?? 0;
  const loss = useComputed(() => lossColumns(updates.value, validations.value));
  const gradient = useComputed<Columns>(() => [
    numbers(updates.value, 'update'),
    numbers(updates.value, 'gradNorm'),
    updates.value.map(() => clip || null),
    updates.value.map((u) => (u.clipped ? clip : null)),
  ]);
  const speed = useComputed<Columns>(() => [numbers(updates.value, 'update'), numbers(updates.value, 'charsPerSecond')]);
  const rate = useComputed<Columns>(() => [numbers(updates.value, 'update'), numbers(updates.value, 'learningRate')]);
  const scheduled = useComputed(() => new Set(updates.value.map((u) => u.learningRate)).size > 1);
  const accuracy = useComputed<Columns>(() => [
    numbers(updates.value, 'update'),
    atValidations(updates.value, validations.value, 'accuracy'),
  ]);
  const clips = useComputed(() => updates.value.filter((u) => u.clipped).length);

  const at = (index: number | undefined): Updated | undefined =>
    updates.value[Math.min(index ?? Number.POSITIVE_INFINITY, updates.value.length - 1)];
  const now = at(cursor.value);
  const trend = loss.value[2]?.[Math.min(cursor.value ?? Number.POSITIVE_INFINITY, updates.value.length - 1)];
  const held = now && validations.value.findLast((v) => v.update <= now.update);
  if (!now) return null;
  return (
    <>
      <section class="section">
        <div class="section-head">
          <h2>Loss</h2>
          <ScaleChoice />
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
          </p>
        </div>
        <Chart
          label="Training and validation loss over updates"
          testid="loss-chart"
          data={loss}
          lines={LOSS}
          height={248}
          labelled
          logarithmic={view.value.logarithmic}
          format={(value) => short(value)}
          cursor={cursor}
          describe={(index) => lossInWords(at(index))}
        />
      </section>
      <div class="small-charts">
        {held?.accuracy !== undefined && (
          <Small title="Accuracy" reading={percent(held.accuracy)} note={`${words.value.unit}s right, held out`}>
            <Chart
              label="Accuracy on what was held out over updates"
              testid="accuracy-chart"
              data={accuracy}
              lines={ACCURACY}
              height={112}
              floor={0}
              ceiling={1}
              format={percent}
              cursor={cursor}
              describe={(index) => {
                const u = at(index);
                const known = u && validations.value.findLast((v) => v.update <= u.update)?.accuracy;
                return known === undefined ? '' : `update ${u?.update}: ${percent(known)} right`;
              }}
            />
          </Small>
        )}
        <Small
          title="Gradient norm"
          reading={`${short(now.gradNorm)}${clip ? `, clipped above ${short(clip)}` : ''}`}
          note={clip ? `${count(clips.value)} of ${count(updates.value.length)} updates shown were clipped` : 'not clipped'}
        >
          <Chart
            label="Gradient norm over updates"
            testid="gradient-chart"
            data={gradient}
            lines={GRADIENT}
            height={112}
            floor={0}
            format={short}
            cursor={cursor}
            describe={(index) => {
              const u = at(index);
              return u ? `update ${u.update}: ${short(u.gradNorm)}${u.clipped ? ', clipped' : ''}` : '';
            }}
          />
        </Small>
        {scheduled.value && (
          <Small title="Learning rate" reading={short(now.learningRate)} note={`${summary.value?.experiment.schedule ?? ''} schedule`}>
            <Chart
              label="Learning rate over updates"
              testid="rate-chart"
              data={rate}
              lines={RATE}
              height={112}
              floor={0}
              format={short}
              cursor={cursor}
              describe={(index) => {
                const u = at(index);
                return u ? `update ${u.update}: ${short(u.learningRate)}` : '';
              }}
            />
          </Small>
        )}
        <Small title="Speed" reading={`${count(now.charsPerSecond)} chars/s`} note="characters trained on each second">
          <Chart
            label="Characters per second over updates"
            testid="speed-chart"
            data={speed}
            lines={SPEED}
            height={112}
            floor={0}
            format={thousands}
            cursor={cursor}
            describe={(index) => {
              const u = at(index);
              return u ? `update ${u.update}: ${count(u.charsPerSecond)} characters per second` : '';
            }}
          />
        </Small>
      </div>
    </>
  );
}

function ScaleChoice() {
  const choose = (logarithmic: boolean) => () => changeView({ logarithmic });
  return (
    <fieldset class="choice" aria-label="Loss axis">
      <button type="button" class="chip" aria-pressed={!view.value.logarithmic} data-testid="loss-linear" onClick={choose(false)}>
        linear
      </button>
      <button type="button" class="chip" aria-pressed={view.value.logarithmic} data-testid="loss-log" onClick={choose(true)}>
        log
      </button>
    </fieldset>
  );
}

function Small({ title, reading, note, children }: { title: string; reading: string; note: string; children: ComponentChildren }) {
  return (
    <section class="section small-chart">
      <div class="section-head">
        <h2>{title}</h2>
        <span class="reading">
          <b>{reading}</b>
        </span>
      </div>
      {children}
      <p class="caption">{note}</p>
    </section>
  );
}

const thousands = (value: number): string => (value >= 1000 ? `${short(value / 1000)}k` : short(value));
const numbers = (list: readonly Updated[], name: 'update' | 'gradNorm' | 'charsPerSecond' | 'learningRate') =>
  list.map((u) => finite(u[name]));
const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);

function lossInWords(update: Updated | undefined): string {
  if (!update) return '';
  const held = validations.value.findLast((v) => v.update <= update.update);
  return `update ${update.update}: training loss ${signed(update.loss)}${held ? `, validation loss ${signed(held.loss)}` : ''} nats per ${words.value.unit === 'char' ? 'character' : words.value.unit}`;
}

/** update, each update's loss, its running mean, validation. */
function lossColumns(list: readonly Updated[], held: readonly Validated[]): Columns {
  const losses = list.map(({ loss }) => finite(loss));
  return [list.map(({ update }) => update), losses, runningMean(losses), atValidations(list, held, 'loss')];
}

/** What validations found, at the updates after which they were. */
function atValidations(list: readonly Updated[], held: readonly Validated[], name: 'loss' | 'accuracy'): (number | null)[] {
  const found: (number | null)[] = list.map(() => null);
  let at = 0;
  for (const { update, [name]: value } of held) {
    while (at < list.length - 1 && (list[at]?.update ?? 0) < update) at++;
    if (list.length > 0) found[at] = value ?? null;
  }
  return found;
}

/** Over neighbours on both sides, so that it does not lag; few of them at first, where the loss falls fast. */
function runningMean(values: readonly (number | null)[]): (number | null)[] {
  const sums = [0];
  for (const value of values) sums.push((sums.at(-1) ?? 0) + (value ?? 0));
  const most = Math.min(60, values.length / 60);
  return values.map((value, at) => {
    if (value === null) return null;
    const reach = Math.round(Math.min(at / 8, most));
    const [from, to] = [at - reach, Math.min(values.length, at + reach + 1)];
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
  });
}
