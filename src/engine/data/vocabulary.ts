/** Characters (Unicode code points) ↔ token numbers, sorted by code point. */

export class Vocabulary {
  private readonly numbers: ReadonlyMap<string, number>;
  /** What an unknown character is read as: a space where there is one, else the first character. */
  readonly fallback: number;

  /** @param characters each once, sorted by code point */
  constructor(readonly characters: readonly string[]) {
    this.numbers = new Map(characters.map((character, index) => [character, index]));
    this.fallback = this.numbers.get(' ') ?? 0;
  }

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

  /** The symbol, beyond the characters, that begins and ends a text where texts have ends. */
  get boundary(): number {
    return this.characters.length;
  }

  /** Tokens of a text, and the characters that are not in the vocabulary, each once. */
  encode(text: string): { readonly tokens: Uint32Array; readonly unknown: readonly string[] } {
    const tokens = new Uint32Array(text.length);
    const unknown = new Set<string>();
    let length = 0;
    for (const character of text) {
      const number = this.numbers.get(character);
      if (number === undefined) unknown.add(character);
      tokens[length++] = number ?? this.fallback;
    }
    return { tokens: tokens.subarray(0, length), unknown: [...unknown] };
  }

  decode(tokens: Iterable<number>): string {
    let text = '';
    for (const token of tokens) text += this.characters[token] ?? '';
    return text;
  }
}
