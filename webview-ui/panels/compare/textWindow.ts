// Which characters of the text are in sight, and the one crosshair: the same in all pictures of a comparison.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Columns } from '../../charts/surface';

const NARROWEST = 9;
const WIDEST = 28;

export class TextWindow {
  /** The character at the crosshair. */
  readonly at = signal<number>();
  /** The first one in sight. */
  readonly first = signal(0);
  /** Of a picture, in CSS pixels, as it was last drawn. */
  readonly width = signal(0);
  readonly columnWidth = computed(() => Math.max(NARROWEST, Math.min(WIDEST, this.width.value / Math.max(1, this.count.value))));
  /** Characters that fit. */
  readonly fitting = computed(() => Math.max(1, Math.floor(this.width.value / this.columnWidth.value)));
  readonly columns = computed<Columns>(() => {
    const [count, columnWidth] = [this.count.value, this.columnWidth.value];
    const first = Math.max(0, Math.min(count - this.fitting.value, this.first.value));
    return { count, columnWidth, offset: first * columnWidth };
  });

  constructor(private readonly count: ReadonlySignal<number>) {}

  /** What a key does: to the next character, ten further, to either end. @returns whether it did something */
  readonly press = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const last = this.count.peek() - 1;
    const now = this.at.peek() ?? 0;
    const stride = shiftKey ? 10 : 1;
    const to = { ArrowLeft: now - stride, ArrowRight: now + stride, Home: 0, End: last }[key];
    if (to === undefined) return false;
    this.#show(Math.max(0, Math.min(last, to)));
    return true;
  };

  /** The character under the pointer; where it has left, the crosshair stays. */
  readonly point = (pointer: { readonly x: number } | undefined): void => {
    const { columnWidth, offset, count } = this.columns.peek();
    const index = pointer ? Math.floor((pointer.x + offset) / columnWidth) : -1;
    if (index >= 0 && index < count) this.at.value = index;
  };

  #show(index: number): void {
    this.at.value = index;
    const [first, fitting] = [this.first.peek(), this.fitting.peek()];
    if (index < first) this.first.value = index;
    else if (index >= first + fitting) this.first.value = index - fitting + 1;
  }
}
