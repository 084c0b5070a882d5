// What n-grams reach on what this run holds out: asked for once training is under way, and counted beside it.
import { effect, signal } from '@preact/signals';
import type { RunBaseline } from '../../../../../src/protocol/queries';
import type { Line } from '../../../../charts/lineChart';
import type { Columns } from '../../../../components/chart';
import { lossShown } from '../../../../components/figures';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { RunPanel } from '../../runPanel';

export class Yardstick {
  readonly known = signal<RunBaseline>({});
  readonly asked: Question;

  constructor(panel: RunPanel) {
    this.asked = new Question(panel);
    let [begun, wasTraining] = [false, false];
    // Not before the first update: until then the speed is measured that a time for training is turned into updates by.
    // Where that failed, as with an engine that was killed, it is asked for again when training goes on.
    effect(() => {
      const training = panel.run.training.value;
      const goesOn = training && !wasTraining && this.asked.refusal.peek() !== undefined;
      wasTraining = training;
      if ((begun && !goesOn) || panel.run.updates.value.length === 0) return;
      begun = true;
      void this.asked.ask(
        (attending) => panel.ask('baseline', {}, attending),
        (known) => {
          this.known.value = known;
        },
      );
    });
  }

  /** The level line of the loss chart, and its column. */
  beside(lines: readonly Line[], columns: Columns): { readonly lines: readonly Line[]; readonly columns: Columns } {
    const { baseline } = this.known.value;
    if (!baseline) return { lines, columns };
    const { order, nats } = baseline;
    const level: Line = { label: `${order}-gram ${lossShown(nats)}`, colour: 'foreground', width: 1, dash: [4, 3], named: true };
    return { lines: [...lines, level], columns: [...columns, (columns[0] ?? []).map(() => nats)] };
  }
}

export const [withYardstick, useYardstick] = handedDown<Yardstick>('yardstick');
