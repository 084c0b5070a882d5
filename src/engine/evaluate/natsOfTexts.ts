/** How well a decoder expects texts: each is fed what is right, and asked what comes next. */

import type { Vocabulary } from '../data/vocabulary';
import type { Expectation, SideBySide } from '../infer/beamSearch';
import { CancelledError, type Interruption } from '../interruption';

/** The sum over all that was predicted, and how much that was. */
export class Nats {
  private sum = 0;
  private count = 0;

  add(nats: number): void {
    this.sum += nats;
    this.count++;
  }

  /** NaN where nothing was predicted. */
  get mean(): number {
    return this.sum / this.count;
  }
}

/** A text as symbols that a network may say, and its end; −1 for those that it cannot. */
export function sayable(text: string, vocabulary: Vocabulary): { readonly symbols: Int32Array; readonly unknown: readonly string[] } {
  const { tokens, unknown } = vocabulary.encode(text);
  const strange = new Set(unknown);
  const symbols = new Int32Array(tokens.length + 1);
  [...text].forEach((character, t) => {
    symbols[t] = strange.has(character) ? -1 : (tokens[t] as number);
  });
  symbols[tokens.length] = vocabulary.boundary;
  return { symbols, unknown };
}

/** @param texts one for each row of a decoder that has begun, with their ends; −1 is what it cannot say. @throws CancelledError */
export async function natsOfTexts(
  decoder: SideBySide<Expectation>,
  texts: readonly Int32Array[],
  start: number,
  nats: Nats,
  { stop }: Interruption,
): Promise<void> {
  const longest = texts.reduce((most, { length }) => Math.max(most, length), 0);
  for (let t = 0; t < longest; t++) {
    if (stop.aborted) throw new CancelledError();
    const fed = texts.map((text, row) => ({ parent: row, token: t === 0 ? start : Math.max(0, text[t - 1] ?? 0) }));
    const expected = await decoder.step(fed);
    texts.forEach((text, row) => {
      const token = text[t] ?? -1;
      if (token >= 0) nats.add(-(expected[row]?.logProbabilities[token] as number));
    });
  }
}
