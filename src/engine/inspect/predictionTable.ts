/** The likeliest symbols at each character of a text, a few numbers for each. */
import type { Numbers } from '../backend';
import { BOUNDARY } from '../infer/alternatives';
import { softmax, top } from '../infer/distribution';
import type { Alternative } from '../results';

/** Told for each character. */
const TOLD = 5;

export class PredictionTable {
  readonly #symbols: Uint32Array;
  readonly #probabilities: Float64Array;
  readonly #told: Uint8Array;

  /** @param names what each symbol's number stands for; the one beyond them is the boundary */
  constructor(
    length: number,
    private readonly names: readonly string[],
  ) {
    this.#symbols = new Uint32Array(length * TOLD);
    this.#probabilities = new Float64Array(length * TOLD);
    this.#told = new Uint8Array(length);
  }

  set(t: number, logits: Numbers): void {
    const probabilities = softmax(logits);
    const likeliest = top(probabilities, TOLD);
    this.#told[t] = likeliest.length;
    this.#symbols.set(likeliest, t * TOLD);
    for (const [place, symbol] of likeliest.entries()) this.#probabilities[t * TOLD + place] = probabilities[symbol] as number;
  }

  /** Likeliest first; none where nothing is predicted. */
  at(t: number): Alternative[] {
    return Array.from({ length: this.#told[t] ?? 0 }, (_, place) => ({
      symbol: this.names[this.#symbols[t * TOLD + place] as number] ?? BOUNDARY,
      probability: this.#probabilities[t * TOLD + place] as number,
    }));
  }
}
