// The common axis of all maps: how wide a character is, how many of them a column stands for, and how far the maps are scrolled.
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Units } from '../../../src/protocol/textUnits';
import { visibleColumns } from '../../charts/surface';
import type { Look } from './fieldTiles';

/** Width of a character, in CSS pixels. */
export const NARROWEST = 1e-4;
export const WIDEST = 160;
/** Of each of what is read: as wide as it reads well, where there is room, and at most. */
const WIDTHS = {
  characters: { comfortable: 8, roomy: 40, widest: 64 },
  words: { comfortable: 48, roomy: 96, widest: WIDEST },
} as const satisfies Record<Units, object>;
/** Where a character has less than a pixel, a column has as much as this, at least. */
const COLUMN = 2;
/** Characters that are read anew for one look, at most. */
const READ_ANEW = 8192;

/** How wide a character is, as it is kept: fitted to the text until the user zooms. */
export type KeptWidth = ReadonlySignal<{ readonly columnWidth?: number | undefined }> & {
  readonly change: (changes: { readonly columnWidth: number | undefined }) => void;
};

export class Axis {
  readonly offset = signal(0);
  /** Width of the maps themselves, in CSS pixels. */
  readonly trackWidth = signal(0);
  readonly columnWidth = computed(() => {
    const [wanted, count, track] = [this.view.value.columnWidth, this.count.value, this.trackWidth.value];
    return wanted === undefined ? fitted(count, track, this.units.value) : Math.max(wanted, narrowest(count, track));
  });
  readonly columns = computed(() => ({ count: this.count.value, columnWidth: this.columnWidth.value, offset: this.offset.value }));
  /** Characters that one column of a map stands for. */
  readonly step = computed(() => stepOf(this.columnWidth.value, this.trackWidth.value, this.kept.value));
  /** What is in sight, in columns of how many characters. */
  readonly look = computed(
    (): Look => ({
      ...visibleColumns(this.columns.value, this.trackWidth.value),
      step: this.step.value,
      count: this.count.value,
      kept: this.kept.value,
    }),
  );

  /**
   * @param count characters, or words, of the text
   * @param kept in columns of so many the text can be seen from afar without reading it anew
   */
  constructor(
    private readonly view: KeptWidth,
    private readonly count: ReadonlySignal<number>,
    private readonly kept: ReadonlySignal<number>,
    /** What stands in a column. */
    readonly units: ReadonlySignal<Units>,
  ) {}

  /** The characters of the column that a character is in. */
  column(index: number): { readonly from: number; readonly to: number } {
    const step = this.step.value;
    const from = Math.floor(index / step) * step;
    return { from, to: Math.min(this.count.value, from + step) };
  }

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
    this.#widen(
      Math.max(narrowest(this.count.peek(), this.trackWidth.peek()), Math.min(WIDTHS[this.units.peek()].widest, before * factor)),
      about,
    );
  }

  /**
   * With Ctrl or Cmd the wheel zooms about x; sideways it scrolls.
   * @returns whether it did something
   */
  wheel(event: WheelEvent, x: number): boolean {
    if (event.ctrlKey || event.metaKey) this.zoom(Math.exp(-event.deltaY / 300), x);
    else {
      const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (Math.abs(across) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return false;
      this.scrollTo(this.offset.peek() + across);
    }
    return true;
  }

  /** Whether its width is fitted to the text: nobody zoomed. */
  get isFitted(): boolean {
    return this.view.value.columnWidth === undefined;
  }

  get isWidest(): boolean {
    return this.columnWidth.value >= WIDTHS[this.units.value].widest;
  }

  get isNarrowest(): boolean {
    return this.columnWidth.value <= narrowest(this.count.value, this.trackWidth.value);
  }

  readonly zoomToFit = (): void => {
    batch(() => {
      this.view.change({ columnWidth: undefined });
      this.scrollTo(0);
    });
  };

  /** All of the text at once. */
  readonly zoomToAll = (): void =>
    this.#widen(Math.min(WIDTHS[this.units.peek()].widest, this.trackWidth.peek() / Math.max(1, this.count.peek())), 0);

  #widen(width: number, about: number): void {
    const before = this.columnWidth.peek();
    if (width === before) return;
    const character = (this.offset.peek() + about) / before;
    batch(() => {
      this.view.change({ columnWidth: width });
      this.scrollTo(character * width - about);
    });
  }
}

/** A short text fills the width; a long one is as wide as it reads well. */
function fitted(count: number, width: number, units: Units): number {
  const { comfortable, roomy } = WIDTHS[units];
  return count === 0 || width === 0 ? comfortable : Math.max(comfortable, Math.min(roomy, Math.floor((width / count) * 4) / 4));
}

/** The width at which all of a text is in sight, or a pixel where that is less. */
function narrowest(characters: number, width: number): number {
  return Math.max(NARROWEST, Math.min(1, width / Math.max(1, characters)));
}

/** Powers of two: columns stay where they are when the text is scrolled, and coarser ones are made of finer ones. */
function stepOf(columnWidth: number, trackWidth: number, kept: number): number {
  if (columnWidth >= 1) return 1;
  const step = 2 ** Math.ceil(Math.log2(COLUMN / columnWidth));
  return step < kept && trackWidth / columnWidth > READ_ANEW ? kept : step;
}
