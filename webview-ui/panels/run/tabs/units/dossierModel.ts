// What is asked of the chosen unit beside the text: its weights at once, its places in the run's own text when somebody wants them.
import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { UnitAt } from '../../../../../src/engine/inspect/traceShape';
import type { UnitWeights } from '../../../../../src/engine/inspect/units/unitWeights';
import type { UnitDossier } from '../../../../../src/protocol/queries';
import { Question } from '../../../../components/question';
import type { RunPanel } from '../../runPanel';

export class DossierModel {
  readonly corpus = signal<UnitDossier>();
  readonly weights = signal<UnitWeights>();
  readonly searching: Question;
  readonly #weighing: Question;
  /** The corpus has been read once: the next unit is told at once. */
  #read = false;

  constructor(
    private readonly panel: RunPanel,
    private readonly chosen: ReadonlySignal<UnitAt | undefined>,
  ) {
    this.searching = new Question(panel);
    this.#weighing = new Question(panel);
    effect(() => {
      const { value } = chosen;
      const checkpoint = panel.inspected.checkpoint.value;
      this.corpus.value = this.weights.value = undefined;
      if (!value) return;
      const unit = plain(value);
      void this.#weighing.ask(
        (attending) => panel.ask('unitWeights', { unit }, { ...attending, checkpoint }),
        (weights) => {
          this.weights.value = weights;
        },
      );
      if (this.#read) this.lookup();
    });
  }

  /** Reads the text that the run learned from, once for all units. */
  readonly lookup = (): void => {
    const unit = this.chosen.peek();
    const checkpoint = this.panel.inspected.checkpoint.peek();
    if (!unit) return;
    void this.searching.ask(
      (attending) => this.panel.ask('unitInCorpus', { unit: plain(unit) }, { ...attending, checkpoint }),
      (found) => {
        this.#read = true;
        this.corpus.value = found;
      },
    );
  };
}

const plain = ({ layer, direction, name, unit }: UnitAt): UnitAt => ({ layer, direction, name, unit });
