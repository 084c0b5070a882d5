// A span of the text, the units that are on over it and off around it, and the places of the run's own text where they are on together.
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import * as z from 'zod/mini';
import type { UnitAt } from '../../../../../src/engine/inspect/traceShape';
import type { CorpusMatches } from '../../../../../src/protocol/queries';
import { Question } from '../../../../components/question';
import type { Span } from '../../inspected';
import type { RunPanel } from '../../runPanel';

const FIRST: Span = { from: 0, to: 1 };
const KEPT = {
  /** The output from which on a unit is on. */
  threshold: z.catch(z.number(), 0.3),
};

export class MatchingModel {
  /** That is brushed, here or in the maps; at first the first character. */
  readonly span = computed<Span>(() => this.panel.inspected.brushed.value ?? FIRST);
  /** Asked for elsewhere: to be brought into sight. */
  readonly led = signal(false);
  readonly kept;
  readonly threshold = computed(() => this.kept.value.threshold);
  readonly finding: Question;
  readonly searching: Question;
  readonly units = signal<readonly UnitAt[]>();
  readonly places = signal<CorpusMatches>();

  constructor(private readonly panel: RunPanel) {
    this.kept = panel.kept.keep('matching', KEPT);
    this.finding = new Question(panel);
    this.searching = new Question(panel);
    effect(() => {
      this.span.value; // what was found is of another one
      untracked(this.#forget);
    });
    panel.inspected.onOpen(() => {
      this.finding.cancel();
      this.searching.cancel();
      this.#forget();
    });
  }

  readonly mark = (span: Span): void => this.panel.inspected.brush(span);

  /** Of a span that was brushed elsewhere. */
  readonly findOver = (span: Span): void => {
    this.mark(span);
    this.led.value = true;
    this.find();
  };

  readonly #forget = (): void =>
    batch(() => {
      this.units.value = this.places.value = undefined;
    });

  readonly setThreshold = (threshold: number): void => {
    this.kept.change({ threshold });
    this.#forget();
  };

  readonly find = (): void => {
    const { inspected } = this.panel;
    const [span, threshold] = [this.span.peek(), this.threshold.peek()];
    this.places.value = undefined;
    void this.finding.ask(
      (attending) => inspected.ask('unitsOver', { part: inspected.part.peek(), ...span, threshold }, attending),
      (units) => {
        if (this.span.peek() === span && this.threshold.peek() === threshold) this.units.value = units;
      },
    );
  };

  readonly search = (): void => {
    const [units, { from, to }, threshold] = [this.units.peek(), this.span.peek(), this.threshold.peek()];
    if (!units?.length) return;
    const checkpoint = this.panel.inspected.checkpoint.peek();
    void this.searching.ask(
      (attending) => this.panel.ask('corpusMatches', { units, threshold, length: to - from }, { ...attending, checkpoint }),
      (found) => {
        if (this.units.peek() === units) this.places.value = found;
      },
    );
  };
}
