/**
 * The honest yardstick of a language model: a text's n-grams counted, with interpolated modified Kneser–Ney smoothing. It
 * learns in seconds, and does not change as it reads: what is told of it is comparable to a network's loss.
 */
import { CancelledError, type Following } from '../interruption';
import { NgramTrie } from './ngramTrie';
import { Smoothing } from './smoothing';

/** n-grams no longer than that are tried. */
export const LONGEST = 8;
/** Symbols from which the order is chosen, at most, and the part of them that it is tried on. */
const SAMPLE = 1_000_000;
const TRIED = 0.05;
/** Symbols between two looks at whether to go on: some 10 ms. */
const STRIDE = 8192;

export class NgramModel {
  private constructor(
    private readonly trie: NgramTrie,
    private readonly smoothing: Smoothing,
    /** How many symbols there are, seen or not. */
    readonly symbols: number,
    /** Symbols of the text that were counted, from its beginning: all, unless it has more n-grams than are kept. */
    readonly counted: number,
  ) {}

  /** n: each symbol is told from the n − 1 before it. */
  get order(): number {
    return this.trie.longest;
  }

  /** @param order at least 1 @throws CancelledError */
  static async count(tokens: Uint32Array, symbols: number, order: number, counting: Following): Promise<NgramModel> {
    const trie = new NgramTrie(order);
    const counted = await add(trie, tokens, counting);
    // The longest are counted as they occur, shorter ones by what they follow.
    const values = trie.predecessors;
    for (let node = 1; node < trie.size; node++) if (trie.lengths[node] === order) values[node] = trie.counts[node] as number;
    return new NgramModel(trie, new Smoothing(trie, values), symbols, counted);
  }

  /**
   * Nats at each symbol, told from those before it; the first one from nothing.
   * @throws CancelledError
   */
  async nats(tokens: Uint32Array, counting: Following): Promise<Float64Array> {
    const nats = new Float64Array(tokens.length);
    const reader = new Reader(this.trie);
    await eachSlowly(tokens, counting, (symbol, index) => {
      nats[index] = -Math.log(this.#probability(reader, symbol));
      reader.read(symbol);
      return true;
    });
    return nats;
  }

  /** p(· | context), which sums to 1. */
  distribution(context: Uint32Array): Float64Array {
    const reader = new Reader(this.trie);
    for (const symbol of context) reader.read(symbol);
    return Float64Array.from({ length: this.symbols }, (_, symbol) => this.#probability(reader, symbol));
  }

  #probability(reader: Reader, symbol: number): number {
    let probability = 1 / this.symbols;
    for (let length = 1; length <= this.order; length++) {
      const context = reader.context(length - 1);
      if (context === undefined) break;
      probability = this.smoothing.probability(length, context, this.trie.child(context, symbol), probability);
    }
    return probability;
  }
}

/** n-grams of every length up to one, with which each order's own model can be asked. */
export class EveryOrder {
  readonly #occurring: Smoothing;
  readonly #following: Smoothing;

  private constructor(
    private readonly trie: NgramTrie,
    private readonly symbols: number,
    /** As of an `NgramModel`. */
    readonly counted: number,
  ) {
    this.#occurring = new Smoothing(trie, trie.counts);
    this.#following = new Smoothing(trie, trie.predecessors);
  }

  /** @throws CancelledError */
  static async count(tokens: Uint32Array, symbols: number, longest: number, following: Following): Promise<EveryOrder> {
    const trie = new NgramTrie(longest);
    const counted = await add(trie, tokens, following);
    return new EveryOrder(trie, symbols, counted);
  }

  /** @param visit told each symbol's probability by the model of each order, [1 … longest] @throws CancelledError */
  async tell(tokens: Uint32Array, following: Following, visit: (index: number, probabilities: Float64Array) => void): Promise<void> {
    const reader = new Reader(this.trie);
    const probabilities = new Float64Array(this.trie.longest + 1);
    await eachSlowly(tokens, following, (symbol, index) => {
      let lower = 1 / this.symbols;
      for (let length = 1; length <= this.trie.longest; length++) {
        const context = reader.context(length - 1);
        const node = context === undefined ? 0 : this.trie.child(context, symbol);
        probabilities[length] = context === undefined ? lower : this.#occurring.probability(length, context, node, lower);
        if (context !== undefined) lower = this.#following.probability(length, context, node, lower);
      }
      visit(index, probabilities);
      reader.read(symbol);
      return true;
    });
  }
}

/**
 * The n with which the last twentieth of a text is told best from the n-grams of what is before it.
 * @param tokens of the training text alone @throws CancelledError
 */
export async function chooseOrder(tokens: Uint32Array, symbols: number, following: Following): Promise<number> {
  const sample = tokens.subarray(Math.max(0, tokens.length - SAMPLE));
  const tried = Math.ceil(sample.length * TRIED);
  const orders = await EveryOrder.count(sample.subarray(0, sample.length - tried), symbols, LONGEST, following);
  const nats = new Float64Array(LONGEST + 1);
  await orders.tell(sample.subarray(sample.length - tried), following, (_, probabilities) => {
    for (let order = 1; order <= LONGEST; order++) nats[order] = (nats[order] as number) - Math.log(probabilities[order] as number);
  });
  let best = 1;
  for (let order = 2; order <= LONGEST; order++) if ((nats[order] as number) < (nats[best] as number)) best = order;
  return best;
}

/** Goes along a text, and knows the nodes of what was read last. */
class Reader {
  #ends: Uint32Array;
  #before: Uint32Array;

  constructor(private readonly trie: NgramTrie) {
    this.#ends = new Uint32Array(trie.longest);
    this.#before = new Uint32Array(trie.longest);
  }

  /** The node of the last `length` symbols; undefined where they are not in the trie. */
  context(length: number): number | undefined {
    const node = this.#ends[length] as number;
    return length > 0 && node === 0 ? undefined : node;
  }

  read(symbol: number): void {
    [this.#before, this.#ends] = [this.#ends, this.#before];
    for (let length = 1; length < this.trie.longest; length++) {
      const before = this.#before[length - 1] as number;
      this.#ends[length] = length > 1 && before === 0 ? 0 : this.trie.child(before, symbol);
    }
  }
}

/** @returns how many were added */
async function add(trie: NgramTrie, tokens: Uint32Array, counting: Following): Promise<number> {
  let added = 0;
  await eachSlowly(tokens, counting, (symbol) => {
    if (trie.full) return false;
    trie.add(symbol);
    added++;
    return true;
  });
  return added;
}

/** Visits symbols until a visit is false, now and then letting other work in between. */
async function eachSlowly(
  tokens: Uint32Array,
  { stop, progress, pause }: Following,
  visit: (symbol: number, index: number) => boolean,
): Promise<void> {
  for (let start = 0; start < tokens.length; start += STRIDE) {
    const end = Math.min(tokens.length, start + STRIDE);
    for (let index = start; index < end; index++) if (!visit(tokens[index] as number, index)) return;
    progress?.(end / tokens.length);
    await pause?.();
    if (stop.aborted) throw new CancelledError();
  }
}
