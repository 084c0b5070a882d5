// Which lines of the text that all read became more and less predictable from the first side to another.
import { computed, signal } from '@preact/signals';
import type { Expectation } from '../../../src/engine/evaluate/expectation';
import { type BehaviourChange, behaviourChange, IncomparableError, type LineChange } from '../../../src/protocol/behaviourChange';
import { offsetsOf } from '../../../src/protocol/textUnits';
import type { Comparison } from './comparison';
import type { SideText } from './sideText';

export class LineChanges {
  /** Which of the other sides is held against the first, where there are several: counted from 0. */
  readonly #against = signal(0);
  /** The line at the crosshair, by its place among `lines`. */
  readonly at = signal<number>();

  /** Those that predict the text, after the first. */
  readonly others = computed(() => this.comparison.readings.predicted.value.slice(1));
  readonly against = computed(() => Math.min(this.#against.value, this.others.value.length - 1));
  readonly first = computed(() => this.comparison.readings.predicted.value[0]);
  readonly other = computed(() => this.others.value[this.against.value]);
  /** Or why the two cannot be held against each other; undefined while there are not two. */
  readonly change = computed<BehaviourChange | string | undefined>(() => {
    const [first, other] = [this.first.value, this.other.value];
    if (!first || !other) return undefined;
    const { text } = first.shape;
    if (other.shape.text !== text) return 'They have not read as much of this text, so its lines are not held against each other.';
    try {
      return behaviourChange(text, this.#expectation(first), this.#expectation(other));
    } catch (error) {
      if (error instanceof IncomparableError) return error.message;
      throw error;
    }
  });
  /** Those that have something on them. */
  readonly lines = computed<readonly LineChange[]>(() => {
    const change = this.change.value;
    return change === undefined || typeof change === 'string' ? [] : change.lines.filter(({ blank }) => !blank);
  });
  readonly #begins = computed(() => offsetsOf(this.comparison.readings.characters.value));

  constructor(private readonly comparison: Comparison) {}

  readonly holdAgainst = (other: number): void => {
    this.#against.value = other;
  };

  /** What stands on a line. */
  text({ from, to }: LineChange): string {
    return this.first.value?.shape.text.slice(from, to) ?? '';
  }

  /** Looks at a line: in all pictures of the text, and where it stands in an editor, there. */
  readonly show = (line: LineChange): void => {
    const begins = this.#begins.peek();
    const found = begins.findIndex((begin) => begin >= line.from);
    this.at.value = this.lines.peek().indexOf(line);
    this.comparison.readings.show(found < 0 ? begins.length - 1 : found);
  };

  #expectation({ side, shape, surprise }: SideText): Expectation {
    const { predicts } = this.comparison.run(side.folder).words.value;
    return {
      given: predicts === 'here' ? 'both sides' : 'before',
      units: shape.units,
      // The text is as it was read.
      lineEnds: 'keep',
      normalization: 'keep',
      bits: Float64Array.from(surprise),
      unknownAt: new Uint32Array(),
    };
  }
}
