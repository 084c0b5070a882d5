/** A row as the numbers that a network reads and predicts. */
import type { Task } from '../experimentSchema';
import type { Pair } from './pairs';
import type { Symbols } from './symbols';
import type { Vocabulary } from './vocabulary';

export interface Example {
  /** Read by the layers (classify, tag) or the encoder; the boundary ends it, but for tag. */
  readonly source?: Uint32Array;
  /** Read by the decoder: the boundary, then what is right. */
  readonly decoder?: Uint32Array;
  /** The label that a text begins from. */
  readonly label?: number;
  /** Predicted: tags, a label, or characters and the boundary. −1 is what the network cannot say. */
  readonly targets: Int32Array;
}

/** Reads rows by the symbols of a network, and collects the labels, tags and characters that it cannot say. */
export class ExampleReader {
  private readonly characters: Vocabulary;
  private readonly targets: ReadonlyMap<string, number>;
  private readonly labels: ReadonlyMap<string, number>;
  private readonly unknown = new Set<string>();

  constructor(
    private readonly task: Task,
    symbols: Symbols,
  ) {
    this.characters = symbols.vocabulary;
    this.targets = new Map(symbols.targets.map((target, index) => [target, index]));
    this.labels = new Map(symbols.labels.map((label, index) => [label, index]));
  }

  /** Labels, tags or characters that the network cannot say. */
  get unknownTargets(): readonly string[] {
    return [...this.unknown];
  }

  /** Whether a text can begin from its label, where it has to. */
  knows({ target }: Pair): boolean {
    const label = target[0] as string;
    if (this.task !== 'generate-from-label' || this.labels.has(label)) return true;
    this.unknown.add(label);
    return false;
  }

  read(pair: Pair): Example {
    const { boundary } = this.characters;
    switch (this.task) {
      case 'classify':
        return { source: this.source(pair, true), targets: this.predicted(pair.target) };
      case 'tag':
        return { source: this.source(pair, false), targets: this.predicted(pair.target) };
      case 'translate': {
        const targets = this.predicted(pair.target);
        const end = this.targets.size;
        return { source: this.source(pair, true), decoder: fed(targets, end), targets: Int32Array.of(...targets, end) };
      }
      default: {
        const targets = Int32Array.from(this.source(pair, false));
        const label = this.labels.get(pair.target[0] as string) ?? 0;
        return { label, decoder: fed(targets, boundary), targets: Int32Array.of(...targets, boundary) };
      }
    }
  }

  private source({ input }: Pair, bounded: boolean): Uint32Array {
    const { tokens } = this.characters.encode(input.join(''));
    return bounded ? Uint32Array.of(...tokens, this.characters.boundary) : tokens;
  }

  private predicted(target: readonly string[]): Int32Array {
    return Int32Array.from(target, (symbol) => {
      const number = this.targets.get(symbol);
      if (number === undefined) this.unknown.add(symbol);
      return number ?? -1;
    });
  }
}

/** What the decoder is fed: where the truth cannot be said, the symbol that unknown ones are read as. */
function fed(targets: Int32Array, boundary: number): Uint32Array {
  return Uint32Array.of(boundary, ...targets.map((number) => Math.max(0, number)));
}
