// On which characters the prediction at the crosshair depends, and which words may come: asked a moment after the crosshair has stopped.
import { computed, effect, signal } from '@preact/signals';
import type { Connectivity } from '../../../../../src/engine/inspect/connectivity/connectivity';
import type { LikelyWord } from '../../../../../src/engine/inspect/connectivity/likelyWords';
import { handedDown } from '../../../../components/handedDown';
import { Question } from '../../../../components/question';
import type { Inspected } from '../../inspected';
import type { RunPanel } from '../../runPanel';
import type { KeptView } from './insideView';

/** The tab that shows it. */
export const INSIDE = 'inside';
const PAUSE = 120; // milliseconds

interface Told<Answer> {
  readonly at: number;
  readonly answer: Answer;
}

export class Dependence {
  readonly asking: Question;
  readonly #words: Question;
  readonly #told = signal<Told<Connectivity>>();
  readonly #toldWords = signal<Told<readonly LikelyWord[]>>();

  readonly fits = computed(() => this.inspected.shape.value !== undefined);
  /** What a translator writes depends on its other text, the source. */
  readonly translates = computed(() => this.inspected.shape.value?.target !== undefined);
  /** Of a translator: the character of the target that was asked about last. */
  readonly #written = signal(0);
  /** Whether the text that is shown is the one whose characters are told of. */
  readonly onShown = computed(() => !this.translates.value || this.inspected.part.value === 'source');
  /** A gap filler and a tagger, which read both ways, have maps enough: their row is for who wants it. */
  readonly by = computed(() => this.view.value.dependsBy ?? (this.panel.run.words.value.predicts === 'next' ? 'gradient' : 'off'));
  /** The prediction after, or at, this character is asked about. */
  readonly at = computed(() => {
    if (!this.translates.value) return this.inspected.cursor.value?.index ?? this.inspected.count.value - 1;
    return Math.min(this.#written.value, (this.inspected.shape.value?.target?.length ?? 1) - 1);
  });
  /** Where the model says what it expects: of a text that it names as a whole, at its end. */
  readonly asked = computed(() => (this.panel.run.words.value.predicts === 'label' ? this.inspected.count.value - 1 : this.at.value));
  /** Of the character at the crosshair; what is known of another one is not shown for it. */
  readonly here = computed(() => (this.#told.value?.at === this.at.value ? this.#told.value.answer : undefined));
  readonly words = computed(() => (this.#toldWords.value?.at === this.at.value ? this.#toldWords.value.answer : undefined));
  /** By how much the logit is less without each character from `from` on, in nats. */
  readonly changes = computed(() => {
    const told = this.here.value;
    return told && { from: told.from, values: told.occluded ?? told.shares };
  });

  /** The greatest of them, up or down. */
  readonly most = computed(() => this.changes.value?.values.reduce((most, change) => Math.max(most, Math.abs(change)), 0) || 1);

  constructor(
    private readonly panel: RunPanel,
    private readonly inspected: Inspected,
    private readonly view: KeptView,
  ) {
    this.asking = new Question(panel);
    this.#words = new Question(panel);
    inspected.onOpen((again) => {
      if (!again) this.#written.value = 0;
      this.#told.value = this.#toldWords.value = undefined;
    });
    effect(() => {
      const { index, other } = inspected.cursor.value ?? {};
      const written = inspected.part.value === 'target' ? index : other;
      if (this.translates.value && written !== undefined) this.#written.value = written;
    });
    effect(() => {
      const at = this.at.value;
      const { against } = view.value;
      const by = this.by.value;
      if (!this.fits.value || at < 0 || panel.tab.value !== INSIDE) return undefined; // in other tabs nobody sees it
      const timer = setTimeout(() => this.#ask(at, by, against), PAUSE);
      return () => clearTimeout(timer);
    });
  }

  /** Asks about another character of the target. */
  readonly askAbout = (written: number): void => {
    this.#written.value = written;
    if (this.inspected.part.peek() === 'target')
      this.inspected.point({ ...this.inspected.cursor.peek(), index: written, other: undefined });
  };

  #ask(at: number, by: 'off' | 'gradient' | 'left out', against: string | undefined): void {
    if (this.panel.run.words.peek().predicts === 'next' && !this.translates.peek())
      void this.#words.ask(
        (attending) => this.inspected.ask('traceWords', { at }, attending),
        (answer) => {
          this.#toldWords.value = { at, answer };
        },
      );
    if (by === 'off') return;
    void this.asking.ask(
      (attending) => this.inspected.ask('traceConnectivity', { at, against, occlusion: by === 'left out' }, attending),
      (answer) => {
        this.#told.value = { at, answer };
      },
    );
  }
}

export const [withDependence, useDependence] = handedDown<Dependence>('dependence of predictions');
