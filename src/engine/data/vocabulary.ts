/** Units of text (characters, which are code points, or words) ↔ token numbers, sorted by code point. */
import { cut, named, spelled, UNKNOWN, type Units } from '../text/units';

export interface Encoded {
  readonly tokens: Uint32Array;
  /** Units that are not in the vocabulary, each once. */
  readonly unknown: readonly string[];
  /** Where they stand, from the first on. */
  readonly unknownAt: readonly number[];
}

export class Vocabulary {
  private readonly numbers: ReadonlyMap<string, number>;
  /** The symbol of all units that were not kept, which is read and scored, and never written; undefined where every unit was kept. */
  readonly unknown: number | undefined;
  /** What an unknown unit is read as: the symbol for it, else a space where there is one, else the first unit. */
  readonly fallback: number;

  /** @param characters each unit once, as `named` names it, sorted by code point; `UNKNOWN`, if it is there, before them */
  constructor(
    readonly characters: readonly string[],
    readonly units: Units = 'characters',
  ) {
    this.numbers = new Map(characters.map((character, index) => [character, index]));
    this.unknown = this.numbers.get(UNKNOWN);
    this.fallback = this.unknown ?? this.numbers.get(' ') ?? 0;
  }

  /** Every character of a text. */
  static of(text: string): Vocabulary {
    const seen = new Set<number>();
    for (let index = 0; index < text.length; index++) {
      const point = text.codePointAt(index) as number;
      seen.add(point);
      if (point > 0xffff) index++;
    }
    return new Vocabulary([...seen].sort((a, b) => a - b).map((point) => String.fromCodePoint(point)));
  }

  get size(): number {
    return this.characters.length;
  }

  /** The symbol, beyond the units, that begins and ends a text where texts have ends. */
  get boundary(): number {
    return this.characters.length;
  }

  encode(text: string): Encoded {
    return this.units === 'characters' ? this.encodeCharacters(text) : this.encodePieces(cut(text, this.units));
  }

  /** What is right at each place of a text that was read: its tokens; −1 where there is no symbol for a unit, not even that for all unknown ones. */
  truths({ tokens, unknownAt }: Encoded): Int32Array {
    const truths = Int32Array.from(tokens);
    if (this.unknown === undefined) for (const at of unknownAt) truths[at] = -1;
    return truths;
  }

  /** A text that is to be gone on from: of words, the space at its end is that of the word to come. */
  encodePrompt(text: string): Encoded {
    const open = this.units === 'words' && /(^|\S) $/.test(text);
    return this.encode(open ? text.slice(0, -1) : text);
  }

  /** Of units, as they are named. */
  numbersOf(names: readonly string[]): Uint32Array {
    return Uint32Array.from(names, (name) => this.numbers.get(name) ?? this.fallback);
  }

  /** What a symbol adds to a text; nothing, if it is the boundary. */
  spelled(token: number, before: string): string {
    return spelled(this.characters[token] ?? '', before, this.units);
  }

  decode(tokens: Iterable<number>): string {
    const pieces: string[] = [];
    let last = '';
    for (const token of tokens) {
      const piece = this.spelled(token, last);
      pieces.push(piece);
      last = piece || last;
    }
    return pieces.join('');
  }

  private encodeCharacters(text: string): Encoded {
    const tokens = new Uint32Array(text.length);
    const unknown = new Set<string>();
    const unknownAt: number[] = [];
    let length = 0;
    for (const character of text) {
      const number = this.numbers.get(character);
      if (number === undefined) {
        unknown.add(character);
        unknownAt.push(length);
      }
      tokens[length++] = number ?? this.fallback;
    }
    return { tokens: tokens.subarray(0, length), unknown: [...unknown], unknownAt };
  }

  private encodePieces(pieces: readonly string[]): Encoded {
    const names = named(pieces, this.units);
    const unknownAt = [...names.keys()].filter((index) => !this.numbers.has(names[index] as string));
    const strange = unknownAt.map((index) => pieces[index] as string);
    return { tokens: this.numbersOf(names), unknown: [...new Set(strange.map((piece) => piece.trim() || piece))], unknownAt };
  }
}
