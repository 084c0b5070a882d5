/**
 * From a file to a network: a *row* is an input and its target as the file has them, a *pair* the same as lists of symbols, an
 * *example* as the numbers that a network reads and predicts, and a *batch* is examples side by side, padded.
 */
import { UNKNOWN } from '../text/units';
import type { Symbols } from './symbols';
import type { Vocabulary } from './vocabulary';

export interface Example {
  /** Read by the layers or the encoder. */
  readonly source?: Uint32Array;
  /** Read by the decoder: the boundary, then what is right. */
  readonly decoder?: Uint32Array;
  /** The label that a text begins from. */
  readonly label?: number;
  /** Predicted: tags, a label, or characters and the boundary. −1 is what the network cannot say. */
  readonly targets: Int32Array;
}

/** Reads pairs by the symbols of a network, and collects the labels, tags and characters that it cannot say. */
export class ExampleReader {
  readonly characters: Vocabulary;
  private readonly targets: ReadonlyMap<string, number>;
  private readonly labels: ReadonlyMap<string, number>;
  private readonly unknown = new Set<string>();

  constructor(symbols: Symbols) {
    this.characters = symbols.vocabulary;
    this.targets = new Map(symbols.targets.map((target, index) => [target, index]));
    this.labels = new Map(symbols.labels.map((label, index) => [label, index]));
  }

  /** Labels, tags or characters that the network cannot say. */
  get unknownTargets(): readonly string[] {
    return [...this.unknown];
  }

  /** The symbol that ends what is written. */
  get end(): number {
    return this.targets.size;
  }

  tokens(input: readonly string[]): Uint32Array {
    return this.characters.numbersOf(input);
  }

  /** Numbers of targets; −1 for those that the network cannot say. */
  predicted(target: readonly string[]): Int32Array {
    return Int32Array.from(target, (symbol) => this.numberIn(this.targets, symbol));
  }

  /** Numbers of units that are to be written: of unknown ones that of the symbol for them, where there is one. */
  written(target: readonly string[]): Int32Array {
    const unknown = this.targets.get(UNKNOWN);
    return unknown === undefined ? this.predicted(target) : Int32Array.from(target, (unit) => this.targets.get(unit) ?? unknown);
  }

  /** −1 for one that the network does not know. */
  label(name: string): number {
    return this.numberIn(this.labels, name);
  }

  private numberIn(numbers: ReadonlyMap<string, number>, symbol: string): number {
    const number = numbers.get(symbol);
    if (number === undefined) this.unknown.add(symbol);
    return number ?? -1;
  }
}

/** What a decoder is fed and asked for: `end` begins and ends the text. Where the truth cannot be said, the first symbol is fed. */
export function written(text: Int32Array | Uint32Array, end: number): Required<Pick<Example, 'decoder' | 'targets'>> {
  const decoder = new Uint32Array(text.length + 1);
  const targets = new Int32Array(text.length + 1);
  decoder[0] = end;
  text.forEach((number, index) => {
    decoder[index + 1] = Math.max(0, number);
    targets[index] = number;
  });
  targets[text.length] = end;
  return { decoder, targets };
}
