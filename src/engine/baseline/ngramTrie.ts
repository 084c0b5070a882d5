/**
 * All n-grams of a text up to a length, as a trie in typed arrays: each with how often it occurs, and after how many
 * different symbols. The text is handed over symbol by symbol; the trie remembers where it is in it.
 */

/** Beyond it no new n-grams are taken in: with its statistics a node takes some 40 bytes. */
const MOST_NODES = 2 ** 22;

/** As people read it. */
export const MOST_NGRAMS = `${Math.floor(MOST_NODES / 1e6)} million`;

export class NgramTrie {
  /** Nodes are numbered as they are met, the root (the empty n-gram) first. */
  size = 1;
  parents = new Uint32Array(2 ** 14);
  /** c(g): how often the n-gram occurs. */
  counts = new Uint32Array(2 ** 14);
  /** N₁₊(· g): before it stand so many different symbols. */
  predecessors = new Uint32Array(2 ** 14);
  lengths = new Uint8Array(2 ** 14);
  #symbols = new Uint32Array(2 ** 14);
  /** Open addressing by parent and symbol; 0 is free, as the root is nobody's child. */
  #slots = new Uint32Array(2 ** 15);
  /** Of the last k symbols, the node. */
  #ends: Uint32Array;
  #before: Uint32Array;
  #read = 0;

  constructor(readonly longest: number) {
    this.#ends = new Uint32Array(longest + 1);
    this.#before = new Uint32Array(longest + 1);
  }

  /** Whether the text has more n-grams than are kept: what comes then is not to be added. */
  get full(): boolean {
    return this.size + this.longest > MOST_NODES;
  }

  add(symbol: number): void {
    [this.#before, this.#ends] = [this.#ends, this.#before];
    this.#read++;
    if (this.size + this.longest > this.parents.length) this.#grow();
    const longest = Math.min(this.longest, this.#read);
    for (let k = 1; k <= longest; k++) {
      const parent = this.#before[k - 1] as number;
      const slot = this.#find(parent, symbol);
      let node = this.#slots[slot] as number;
      if (node === 0) {
        node = this.size++;
        this.#slots[slot] = node;
        this.parents[node] = parent;
        this.#symbols[node] = symbol;
        this.lengths[node] = k;
        // It is the first with this symbol before the shorter n-gram that it ends with.
        if (k > 1) this.#increment(this.predecessors, this.#ends[k - 1] as number);
      }
      this.#increment(this.counts, node);
      this.#ends[k] = node;
    }
  }

  /** The n-gram that goes on with a symbol; 0 where the text has none. */
  child(node: number, symbol: number): number {
    return this.#slots[this.#find(node, symbol)] as number;
  }

  #increment(numbers: Uint32Array, node: number): void {
    numbers[node] = (numbers[node] as number) + 1;
  }

  /** Where the child is, or would be. */
  #find(parent: number, symbol: number): number {
    const last = this.#slots.length - 1;
    let slot = hash(parent, symbol) & last;
    for (;;) {
      const node = this.#slots[slot] as number;
      if (node === 0 || (this.parents[node] === parent && this.#symbols[node] === symbol)) return slot;
      slot = (slot + 1) & last;
    }
  }

  #grow(): void {
    const longer = <Numbers extends Uint32Array | Uint8Array>(numbers: Numbers, made: Numbers): Numbers => {
      made.set(numbers);
      return made;
    };
    const length = 2 * this.parents.length;
    this.parents = longer(this.parents, new Uint32Array(length));
    this.counts = longer(this.counts, new Uint32Array(length));
    this.predecessors = longer(this.predecessors, new Uint32Array(length));
    this.lengths = longer(this.lengths, new Uint8Array(length));
    this.#symbols = longer(this.#symbols, new Uint32Array(length));
    this.#slots = new Uint32Array(2 * length);
    for (let node = 1; node < this.size; node++)
      this.#slots[this.#find(this.parents[node] as number, this.#symbols[node] as number)] = node;
  }
}

/** Multiplies by odd constants and folds the high bits down (the finalizer of MurmurHash3). */
function hash(parent: number, symbol: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
