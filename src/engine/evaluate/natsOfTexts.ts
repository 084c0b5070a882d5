/** How well a decoder expects texts: each is fed what is right, and asked what comes next. */

import type { Vocabulary } from '../data/vocabulary';
import type { Expectation, SideBySide } from '../infer/beamSearch';
import { CancelledError, type Interruption } from '../interruption';
import type { Nats } from './nats';

/** A text as a network may be asked to say it. */
export interface Sayable {
  /** What is fed: of what it does not know, what it reads instead. */
  readonly tokens: Uint32Array;
  /** What is right, and the end; −1 for what it has no symbol for. */
  readonly symbols: Int32Array;
  readonly unknown: readonly string[];
  readonly unknownAt: ReadonlySet<number>;
}

export function sayable(text: string, vocabulary: Vocabulary): Sayable {
  const read = vocabulary.encode(text);
  const symbols = new Int32Array(read.tokens.length + 1);
  symbols.set(vocabulary.truths(read));
  symbols[read.tokens.length] = vocabulary.boundary;
  return { tokens: read.tokens, symbols, unknown: read.unknown, unknownAt: new Set(read.unknownAt) };
}

/** @param texts one for each row of a decoder that has begun. @param start what begins each @throws CancelledError */
export async function natsOfTexts(
  decoder: SideBySide<Expectation>,
  texts: readonly Sayable[],
  start: number,
  nats: Nats,
  { stop }: Interruption,
): Promise<void> {
  const longest = texts.reduce((most, { symbols }) => Math.max(most, symbols.length), 0);
  for (let t = 0; t < longest; t++) {
    if (stop.aborted) throw new CancelledError();
    const fed = texts.map(({ tokens }, row) => ({ parent: row, token: t === 0 ? start : (tokens[t - 1] ?? 0) }));
    const expected = await decoder.step(fed);
    texts.forEach(({ symbols, unknownAt }, row) => {
      if (t < symbols.length) nats.take(symbols[t] as number, (expected[row] as Expectation).logProbabilities, unknownAt.has(t));
    });
  }
}
