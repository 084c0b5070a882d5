/** What a gap in a text may have been, for a model that reads from both sides. */

import { prepended } from '../../data/joined';
import { generated } from '../../infer/alternatives';
import type { Following, Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Filling, Fillings, FillOptions } from '../../results';
import { openInfillSide } from './infillSide';
import { placesOf, type ScoredFilling, type Sides, searchGap } from './searchGap';
import { type JointFilling, searchJoint } from './searchJoint';

/** Characters of the text that are read on each side: those further away hardly matter. */
const CONTEXT = 512;
/** Hypotheses kept by the beams of the pseudo-likelihood. */
const BEAM = 12;
/** Those of the joint probability, and how many of each length are made of both. */
const JOINT = { beam: 32, met: 64 };
/** Symbols beyond a gap that a filling is judged with: those further away hardly tell one from another. */
const BEYOND = 12;

/** The lengths of a gap cannot be searched. */
export class GapError extends Error {
  override readonly name = 'GapError';
}

/** @throws GapError, CancelledError */
export async function fill(
  model: Model,
  before: string,
  after: string,
  { shortest, longest, count }: FillOptions,
  interruption: Following,
): Promise<Fillings> {
  if (shortest < 0 || longest < shortest)
    throw new GapError(`A gap of ${shortest} to ${longest} characters cannot be filled: the longest is at least the shortest.`);
  const { vocabulary } = model;
  const [left, right] = [vocabulary.encode(before), vocabulary.encode(after)];
  const unknown = [...new Set([...left.unknown, ...right.unknown])];
  const edge = edgeOf(model);
  const near = { left: bounded(left.tokens, edge), right: bounded(right.tokens.toReversed(), edge) };
  const found: ScoredFilling[] = [];
  const opened: { dispose(): void }[] = [];
  try {
    const ahead = await openInfillSide(model, 'forward', near.left, right.tokens.subarray(0, CONTEXT), interruption);
    opened.push(ahead);
    const behind = await openInfillSide(model, 'backward', near.right, left.tokens.toReversed().subarray(0, CONTEXT), interruption);
    opened.push(behind);
    if (ahead.alone && behind.alone) {
      const beyond = (tokens: Uint32Array) => [...tokens.subarray(0, BEYOND)];
      const all = await searchJoint(
        { reader: ahead.alone, beyond: beyond(right.tokens) },
        { reader: behind.alone, beyond: beyond(left.tokens.toReversed()) },
        { shortest, longest, ...JOINT },
        interruption,
      );
      const fillings = await withShares(all, count, { left: ahead, right: behind }, vocabulary.characters, interruption);
      return { before, after, fillings, weighed: all.length, unknown };
    }
    for (let length = shortest; length <= longest; length++) {
      found.push(...(await searchGap({ left: ahead, right: behind }, { length, count, beam: BEAM }, interruption)));
      interruption.progress?.((length - shortest + 1) / (longest - shortest + 1));
    }
  } finally {
    for (const side of opened) side.dispose();
  }
  const best = found.sort((a, b) => a.nats - b.nats).slice(0, count);
  return { before, after, fillings: best.map((filling) => inCharacters(filling, vocabulary.characters)), unknown };
}

/** The best, each with its share of the probability of all and what is expected at each of its places. @throws CancelledError */
async function withShares(
  all: readonly JointFilling[],
  count: number,
  sides: Sides,
  symbols: readonly string[],
  interruption: Interruption,
): Promise<Filling[]> {
  const least = all[0]?.nats ?? 0;
  const mass = all.reduce((sum, { nats }) => sum + Math.exp(least - nats), 0);
  const shown = all.slice(0, count);
  const scored = await placesOf(
    sides,
    shown.map(({ tokens }) => tokens),
    interruption,
  );
  return shown.map(({ nats }, index) => ({
    ...inCharacters({ ...(scored[index] as ScoredFilling), nats }, symbols),
    share: Math.exp(least - nats) / mass,
  }));
}

/**
 * What stands beyond the ends of a text. What is asked is mostly a line or some, and in the text that was learned there were many
 * of them, but only two ends: a line break is what the model knows. Without side heads it is asked as in 0.1.0.
 */
function edgeOf({ vocabulary, shape }: Model): number {
  const lineBreak = vocabulary.characters.indexOf('\n');
  return shape.sideHeads && lineBreak >= 0 ? lineBreak : vocabulary.boundary;
}

/** The end of what a side reads, after what stands beyond it where it is read from there. */
function bounded(tokens: Uint32Array, edge: number): Uint32Array {
  return tokens.length > CONTEXT ? tokens.subarray(-CONTEXT) : prepended(edge, tokens);
}

function inCharacters({ tokens, places, nats }: ScoredFilling, symbols: readonly string[]): Filling {
  const characters = tokens.map((token, t) => generated((places[t] as Float64Array).map(Math.exp), symbols, token));
  return { text: characters.map(({ character }) => character).join(''), nats, characters };
}
