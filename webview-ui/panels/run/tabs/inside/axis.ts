// The common axis of all maps: how wide a character is, and how far they are scrolled.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import { type KeptView, NARROWEST, WIDEST } from './insideView';

const COMFORTABLE = 8;
const ROOMY = 40;

export class Axis {
  readonly offset = signal(0);
  /** Width of the maps themselves, in CSS pixels. */
  readonly trackWidth = signal(0);
  readonly columnWidth = computed(() => this.view.value.columnWidth ?? fitted(this.count.value, this.trackWidth.value));
  readonly columns = computed(() => ({ count: this.count.value, columnWidth: this.columnWidth.value, offset: this.offset.value }));

  /** @param count characters of the text */
  constructor(
    private readonly view: KeptView,
    private readonly count: ReadonlySignal<number>,
  ) {}

  /** Scrolls just far enough to show a character with a little of what surrounds it. */
  reveal(index: number): void {
    const [width, track] = [this.columnWidth.peek(), this.trackWidth.peek()];
    const margin = Math.min(4 * width, track / 4);
    const [left, right] = [index * width - margin, (index + 1) * width + margin - track];
    if (left < this.offset.peek()) this.scrollTo(left);
    else if (right > this.offset.peek()) this.scrollTo(right);
  }

  scrollTo(left: number): void {
    const most = Math.max(0, this.count.peek() * this.columnWidth.peek() - this.trackWidth.peek());
    this.offset.value = Math.max(0, Math.min(most, left));
  }

  /** Zooms about a place in the track, so that what is under the pointer stays there. */
  zoom(factor: number, about = this.trackWidth.peek() / 2): void {
    const before = this.columnWidth.peek();
    const after = Math.max(NARROWEST, Math.min(WIDEST, before * factor));
    if (after === before) return;
    const character = (this.offset.peek() + about) / before;
    batch(() => {
      this.view.change({ columnWidth: after });
      this.scrollTo(character * after - about);
    });
  }

  readonly zoomToFit = (): void => {
    batch(() => {
      this.view.change({ columnWidth: undefined });
      this.scrollTo(0);
    });
  };
}

/** A short text fills the width; a long one is as wide as it reads well. */
function fitted(characters: number, width: number): number {
  return characters === 0 || width === 0 ? COMFORTABLE : Math.max(COMFORTABLE, Math.min(ROOMY, Math.floor((width / characters) * 4) / 4));
}
