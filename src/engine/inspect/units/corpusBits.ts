/** Which outputs are above a threshold at each character of a corpus, a bit each: the next span is matched without reading it again. */
import type { Numbers } from '../../backend';
import type { Place } from '../place';
import type { UnitAt } from '../traceShape';
import type { SweptRows } from './corpusReader';

const WORD = 32;

/** Of one reading of a corpus. */
export class CorpusBits {
  readonly #words: Uint32Array;
  /** Words of a character, and where those of each place begin. */
  readonly #wide: number;
  readonly #begins: readonly number[];

  /** @param length characters of the corpus */
  constructor(
    private readonly places: readonly Place[],
    private readonly length: number,
    private readonly threshold: number,
  ) {
    this.#begins = places.map((_, place) => wordsOf(places.slice(0, place)));
    this.#wide = wordsOf(places);
    this.#words = new Uint32Array(length * this.#wide);
  }

  /** Of a corpus of so many characters. */
  static bytes(places: readonly Place[], length: number): number {
    return length * wordsOf(places) * Uint32Array.BYTES_PER_ELEMENT;
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  /** Takes in the outputs, which are each place's first values. */
  add({ positions, values }: SweptRows): void {
    for (const [place, { units }] of this.places.entries())
      setBits(this.#words, this.#wide, this.#begins[place] as number, values[place]?.[0] as Numbers, units, positions, this.threshold);
  }

  /** How many of the units are on at each character. */
  count(units: readonly UnitAt[]): Uint16Array {
    const masks = new Uint32Array(this.#wide);
    for (const { layer, direction, unit } of units) {
      const place = this.places.findIndex((each) => each.layer === layer && each.direction === direction && unit < each.units);
      const word = (this.#begins[place] ?? 0) + (unit >>> 5);
      if (place >= 0) masks[word] = (masks[word] as number) | (1 << (unit & 31));
    }
    const count = new Uint16Array(this.length);
    for (const [word, mask] of masks.entries()) {
      if (mask === 0) continue;
      for (let at = 0; at < count.length; at++)
        count[at] = (count[at] as number) + ones((this.#words[at * this.#wide + word] as number) & mask);
    }
    return count;
  }
}

const wordsOf = (places: readonly Place[]) => places.reduce((sum, { units }) => sum + Math.ceil(units / WORD), 0);

function setBits(
  words: Uint32Array,
  wide: number,
  begin: number,
  outputs: Numbers,
  units: number,
  positions: Int32Array,
  threshold: number,
): void {
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row] as number;
    if (position < 0) continue;
    for (let first = 0; first < units; first += WORD) {
      const count = Math.min(WORD, units - first);
      const from = row * units + first;
      let word = 0;
      for (let bit = 0; bit < count; bit++) if ((outputs[from + bit] as number) > threshold) word |= 1 << bit;
      words[position * wide + begin + (first >>> 5)] = word;
    }
  }
}

/** Bits that are 1. */
function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** What was read of a corpus, threshold by threshold; kept with a model, within a bound. */
export class KnownBits {
  #text = '';
  /** Least recently used first. */
  readonly #known = new Map<number, CorpusBits>();

  /** @param most bytes that are kept */
  constructor(readonly most = MOST_BYTES) {}

  of(text: string, threshold: number): CorpusBits | undefined {
    const bits = text === this.#text ? this.#known.get(threshold) : undefined;
    if (bits) this.keep(text, threshold, bits);
    return bits;
  }

  /** Of another text nothing is kept any more. */
  keep(text: string, threshold: number, bits: CorpusBits): void {
    if (text !== this.#text) this.#known.clear();
    this.#text = text;
    this.#known.delete(threshold);
    this.#known.set(threshold, bits);
    let bytes = [...this.#known.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [oldest, each] of this.#known) {
      if (bytes <= this.most) break;
      this.#known.delete(oldest);
      bytes -= each.bytes;
    }
  }

  dispose(): void {
    this.#known.clear();
  }
}

/** Three thresholds of a million characters of 256 units. */
const MOST_BYTES = 96 * 2 ** 20;
