/**
 * Beam search (Graves, 2012) over anything that says, symbol by symbol, what may come next. Width 1 is greedy.
 * Hypotheses that have ended leave the beam and are ranked by log-probability over the length penalty of Wu et al. (2016).
 */

import { CancelledError, type Interruption } from '../interruption';
import { top, without } from './distribution';

/** What is expected next; what else is said there (attention) comes along. */
export interface Expectation {
  readonly logProbabilities: Float64Array;
}

/** A text that goes on from one of the step before. */
export interface Choice {
  readonly parent: number;
  readonly token: number;
}

/** Reads texts side by side, one symbol of each at a step. At the first step there is one, with nothing before it. */
export interface SideBySide<E extends Expectation> {
  step(choices: readonly Choice[]): Promise<readonly E[]>;
}

export interface BeamOptions {
  readonly start: number;
  /** The symbol that ends a text; undefined if texts end at the longest length alone. */
  readonly end?: number;
  readonly width: number;
  /** A symbol that is never written. */
  readonly never?: number | undefined;
  /** Symbols at most, the end among them. */
  readonly longest: number;
  /** α; 0 does not normalise. */
  readonly lengthPenalty: number;
}

export interface Found<E extends Expectation> {
  /** With the end, if there is one. */
  readonly tokens: readonly number[];
  /** What was expected at each of them. */
  readonly expected: readonly E[];
  readonly logProbability: number;
  readonly score: number;
}

interface Node<E> {
  readonly token: number;
  readonly logProbability: number;
  /** Its place among the texts of its step. */
  readonly place: number;
  /** None for the start. */
  readonly from?: { readonly node: Node<E>; readonly expected: E };
}

/** At most `width`, best first: those that ended; where none did, those that reached the longest length. @throws CancelledError */
export async function beamSearch<E extends Expectation>(
  decoder: SideBySide<E>,
  { start, end, width, never, longest, lengthPenalty }: BeamOptions,
  { stop }: Interruption,
): Promise<Found<E>[]> {
  const penalty = (length: number) => ((5 + length) / 6) ** lengthPenalty;
  let live: Node<E>[] = [{ token: start, logProbability: 0, place: 0 }];
  let ended: Found<E>[] = [];
  for (let length = 1; length <= longest && live.length > 0; length++) {
    if (stop.aborted) throw new CancelledError();
    const expected = await decoder.step(live.map(({ token, from }) => ({ parent: from?.node.place ?? 0, token })));
    const next = best(live, expected, width, never);
    const finished = next.filter(({ token }) => token === end).map((node) => found(node, penalty(length)));
    ended = [...ended, ...finished].sort((a, b) => b.score - a.score).slice(0, width);
    live = next.filter(({ token }) => token !== end).map((node, place) => ({ ...node, place }));
    // What goes on can only become less likely: whether its best possible score is still among the best.
    const hope = (live[0]?.logProbability ?? Number.NEGATIVE_INFINITY) / penalty(longest);
    if (ended.length === width && hope <= (ended.at(-1)?.score as number)) break;
  }
  return ended.length > 0 ? ended : live.map((node) => found(node, penalty(longest)));
}

/** The `width` likeliest continuations of all; of equal ones those of the likelier text, then of the first symbol. */
function best<E extends Expectation>(
  live: readonly Node<E>[],
  expected: readonly E[],
  width: number,
  never: number | undefined,
): Node<E>[] {
  return live
    .flatMap((node, index) => {
      const here = expected[index] as E;
      return top(without(here.logProbabilities, never), width).map((token) => ({
        token,
        logProbability: node.logProbability + (here.logProbabilities[token] as number),
        place: 0,
        from: { node, expected: here },
      }));
    })
    .sort((a, b) => b.logProbability - a.logProbability)
    .slice(0, width);
}

function found<E extends Expectation>(last: Node<E>, penalty: number): Found<E> {
  const tokens: number[] = [];
  const expected: E[] = [];
  for (let node = last; node.from; node = node.from.node) {
    tokens.push(node.token);
    expected.push(node.from.expected);
  }
  return {
    tokens: tokens.reverse(),
    expected: expected.reverse(),
    logProbability: last.logProbability,
    score: last.logProbability / penalty,
  };
}
