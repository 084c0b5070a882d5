/** Where what a model reads as one, a character or a word, stands in a text as the editor counts it: in UTF-16 units. */
import { type Form, FormedText } from '../../protocol/formedText';
import { cut, hasSpace, offsetsOf, type Units } from '../../protocol/textUnits';

/** How a model reads a text: its experiment says it. */
export interface Reading extends Form {
  readonly units: Units;
}

/** Of a text that no model is known to read in another form. */
export const AS_WRITTEN: Reading = { units: 'characters', lineEnds: 'keep', normalization: 'keep' };

export class UnitOffsets {
  readonly #read: FormedText;
  /** Where each begins in the text as it is read, and the last one ends. */
  readonly #begins: Uint32Array;

  /** @param text as the editor has it */
  constructor(text: string, { units, ...form }: Reading) {
    this.#read = new FormedText(text, form);
    this.#begins = offsetsOf(cut(this.#read.text, units));
  }

  /** Undefined where there is none; of a word without the space before it. */
  span(index: number): { readonly from: number; readonly to: number } | undefined {
    const [from, to] = [this.#begins[index], this.#begins[index + 1]];
    if (from === undefined || to === undefined) return undefined;
    const spaced = hasSpace(this.#read.text.slice(from, to));
    return { from: this.#read.originalStart(spaced ? from + 1 : from), to: this.#read.originalEnd(to) };
  }

  /** The one that covers the UTF-16 unit at an offset; beyond the end their number. */
  at(offset: number): number {
    const read = this.#read.formedOffset(offset);
    let [low, high] = [0, this.#begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#begins[middle] as number) <= read) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
