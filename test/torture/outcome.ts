/** What a torture was told to do, and what came of it. */

export interface Asked {
  /** How much of it: kills, mutations, … Each torture has its own measure and default. */
  readonly count: number;
  /** Decides everything that is drawn. */
  readonly seed: number;
  /** The number of the first that is tried: 0, or that of a failure which is looked into. */
  readonly from?: number;
  /** Told in a line how far it is. */
  readonly say: (line: string) => void;
}

export interface Outcome {
  /** What was done, in figures, for people. */
  readonly figures: readonly string[];
  /** Each with what repeats it. */
  readonly failures: readonly string[];
}

/** In alphabetical order: “classify 12, tag 3”. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  toString(): string {
    const counted = [...this.#counts].sort(([one], [other]) => one.localeCompare(other));
    return counted.map(([name, count]) => `${name} ${count}`).join(', ');
  }
}
