// A span of the text, the units that are on over it and off around it, and the places of the run's own text where they are on together.
import { batch, signal } from '@preact/signals';
import type { UnitAt } from '../../../../../src/engine/inspect/traceShape';
import type { CorpusMatches } from '../../../../../src/protocol/queries';
import { Question } from '../../../../components/question';
import type { RunPanel } from '../../runPanel';

/** Characters of the text, `to` not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export class MatchingModel {
  readonly span = signal<Span>({ from: 0, to: 1 });
  readonly threshold = signal(0.3);
  readonly finding: Question;
  readonly searching: Question;
  readonly units = signal<readonly UnitAt[]>();
  readonly places = signal<CorpusMatches>();

  constructor(private readonly panel: RunPanel) {
    this.finding = new Question(panel);
    this.searching = new Question(panel);
    panel.inspected.onOpen(() => this.mark({ from: 0, to: 1 }));
  }

  /** Another span: what was found is not of it. */
  readonly mark = (span: Span): void => {
    batch(() => {
      this.span.value = span;
      this.units.value = this.places.value = undefined;
    });
  };

  readonly setThreshold = (threshold: number): void => {
    this.threshold.value = threshold;
    this.mark(this.span.peek());
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
