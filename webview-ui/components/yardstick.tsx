// What n-grams reach on what a run holds out: asked for once training is under way, counted beside it, and a level line in the chart of its loss.

import { effect, signal } from '@preact/signals';
import type { Baseline, Counted } from '../../src/engine/results';
import { percent } from '../../src/protocol/figures';
import type { RunBaseline } from '../../src/protocol/queries';
import type { UnitWords } from '../../src/protocol/textUnits';
import type { Line } from '../charts/lineChart';
import type { Palette } from '../charts/palette';
import { count, lossShown, threeUnits } from './figures';
import { type Attending, Question, type Selecting } from './question';
import type { RunModel } from './runModel';

export class Yardstick {
  readonly known = signal<RunBaseline>({});
  readonly asked: Question;

  constructor(panel: Selecting, run: RunModel, ask: (attending: Attending) => Promise<RunBaseline>) {
    this.asked = new Question(panel);
    let [begun, wasTraining] = [false, false];
    // Not before the first update: until then the speed is measured that a time for training is turned into updates by.
    // Where that failed, as with an engine that was killed, it is asked for again when training goes on.
    effect(() => {
      const training = run.training.value;
      const goesOn = training && !wasTraining && this.asked.refusal.peek() !== undefined;
      wasTraining = training;
      if ((begun && !goesOn) || run.updates.value.length === 0) return;
      begun = true;
      void this.asked.ask(ask, (known) => {
        this.known.value = known;
      });
    });
  }
}

/** @param of whose it is, where there are several */
export function levelLine({ order, nats }: Baseline, colour: keyof Palette = 'foreground', of?: string): Line {
  const label = `${order}-gram ${lossShown(nats)}`;
  return { label: of === undefined ? label : `${of}, ${label}`, colour, width: 1, dash: [4, 3], named: true };
}

/** For a legend: what counting alone reaches, below which the network knows more than which characters follow which; or why that is not known. */
export function YardstickReading({
  of: { asked, known },
  name,
  colour = 'foreground',
  units,
}: {
  of: Yardstick;
  /** What the run reads. */
  units: UnitWords;
  name?: string | undefined;
  colour?: keyof Palette | undefined;
}) {
  const { baseline, missing } = known.value;
  const why = missing ?? asked.refusal.value;
  const whose = name === undefined ? '' : ` of ${name}`;
  if (baseline) {
    const { characters, counted, nats, order } = baseline;
    return (
      <span
        class="reading"
        data-testid="baseline"
        title={`Each ${units.one} told ${order > 1 ? `from the ${order - 1} before it, ` : ''}by counts of the ${count(counted)} ${units.many} trained on (interpolated modified Kneser–Ney), over the ${count(characters)} held out: ${threeUnits(nats, units.short)}.${partWords(baseline, units)}`}
      >
        <i class={`key key-dashed key-${colour}`} />
        {order}-gram{whose} <b>{lossShown(nats)}</b>
        {counted < baseline.trained && ` of ${percent(counted / baseline.trained)} of the text`}
      </span>
    );
  }
  if (why !== undefined)
    return (
      <span class="reading" data-testid="no-baseline" title={why}>
        no n-gram line{whose}: <span class="why">{why}</span>
      </span>
    );
  return asked.busy.value && asked.progress.value ? <span class="reading">counting n-grams{whose}…</span> : null;
}

/** A whole sentence where but a part of the training text was counted. */
export function partWords({ counted, trained }: Counted, units: UnitWords): string {
  return counted >= trained
    ? ''
    : ` The training text has more n-grams than the 4 million that are kept: they are those of its first ${count(counted)} ${units.many} of ${count(trained)}.`;
}
