/** Where what a model reads as one, a character or a word, stands in a text as the editor counts it: in UTF-16 units. */
import { cut, type Units } from '../../protocol/textUnits';

export class UnitOffsets {
  /** Where each begins, and the last one ends. */
  readonly #begins: Uint32Array;

  constructor(
    private readonly text: string,
    units: Units,
  ) {
    const pieces = cut(text, units);
    this.#begins = new Uint32Array(pieces.length + 1);
    pieces.forEach((piece, index) => {
      this.#begins[index + 1] = (this.#begins[index] as number) + piece.length;
    });
  }

  /** Undefined where there is none; of a word without the space before it. */
  span(index: number): { readonly from: number; readonly to: number } | undefined {
    const [from, to] = [this.#begins[index], this.#begins[index + 1]];
    if (from === undefined || to === undefined) return undefined;
    return { from: /^ \S/.test(this.text.slice(from, to)) ? from + 1 : from, to };
  }

  /** The one that covers the UTF-16 unit at an offset; beyond the end their number. */
  at(offset: number): number {
    let [low, high] = [0, this.#begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#begins[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
