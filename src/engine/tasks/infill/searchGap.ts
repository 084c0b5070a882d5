/**
 * What fills a gap of n symbols best, for a model whose logits at a place are the sum of what one direction says of all
 * before it and what the other says of all after it. Fillings are ranked by their pseudo-log-likelihood (Besag, 1975):
 * log p(x_t | all others), summed over the gap and the symbols beside it.
 *
 * Such a model says nothing of a place until all others are filled. Beams from the left and from the right therefore
 * propose, with the far side's mean in place of what is not known yet; then each proposal climbs, one symbol at a time.
 */
import type { Numbers } from '../../backend';
import { beamSearch, type Choice } from '../../infer/beamSearch';
import { logSoftmax, top } from '../../infer/distribution';
import { CancelledError, type Interruption } from '../../interruption';

/** One direction: it has read the text on its side of the gap, up to the gap. */
export interface Reader {
  /** Logits of the place next to what was read: the gap's first, coming from this side. */
  readonly next: Numbers;
  /** Texts that it reads at once. */
  readonly width: number;
  /** Back to where the gap begins. */
  restart(): void;
  /** Reads on side by side, each from one of the step before: logits of the places next to them. After a restart all parents are 0. */
  step(choices: readonly Choice[]): Promise<readonly Numbers[]>;
}

/** A direction that says nothing of a place alone, but its share of the logits. */
export interface Side extends Reader {
  /** The symbol beside the gap on this side, and this side's logits there; undefined where the text begins or ends. */
  readonly beside?: { readonly token: number; readonly logits: Numbers };
  /** The mean of its logits over many places: what it says of a place when nothing is known. */
  readonly mean: Numbers;
}

export interface Sides {
  readonly left: Side;
  readonly right: Side;
}

export interface ScoredFilling {
  readonly tokens: readonly number[];
  /** log p of each symbol of the vocabulary, at each place of the gap, given all else. */
  readonly places: readonly Float64Array[];
  /** Nats for each symbol scored: those of the gap and those beside it. */
  readonly nats: number;
}

export interface GapOptions {
  /** Symbols that are missing. */
  readonly length: number;
  /** Fillings, best first. */
  readonly count: number;
  /** Hypotheses kept by each beam. */
  readonly beam: number;
}

/** Proposals that climb, and symbols tried at each place. */
const CLIMBERS = 8;
const TRIED = 4;

/** @throws CancelledError */
export async function searchGap(sides: Sides, options: GapOptions, interruption: Interruption): Promise<ScoredFilling[]> {
  const { length, count } = options;
  const known = new Map<string, ScoredFilling>();
  const judge = async (fillings: readonly (readonly number[])[]) => {
    const unseen = new Map(fillings.map((tokens) => [tokens.join(), tokens] as const));
    for (const key of known.keys()) unseen.delete(key);
    for (const filling of await score(sides, length, [...unseen.values()], interruption)) known.set(filling.tokens.join(), filling);
    return fillings.map((tokens) => known.get(tokens.join()) as ScoredFilling);
  };
  const fromLeft = await propose(sides.left, sides.right, options, interruption);
  const fromRight = (await propose(sides.right, sides.left, options, interruption)).map((tokens) => [...tokens].reverse());
  const middle = Math.ceil(length / 2);
  const met = fromLeft.flatMap((left) => fromRight.map((right) => [...left.slice(0, middle), ...right.slice(middle)]));
  const proposals = await judge([...fromLeft, ...fromRight, ...met]);
  for (const start of ranked(new Set(proposals)).slice(0, Math.max(CLIMBERS, count))) await climb(start, judge);
  return ranked(known.values()).slice(0, count);
}

/** Fillings as this side reads them, each symbol chosen by this side's logits and the far side's mean, at last the far side's own. */
async function propose(near: Side, far: Side, { length, beam }: GapOptions, interruption: Interruption): Promise<(readonly number[])[]> {
  if (length === 0) return [[]];
  near.restart();
  let place = 0;
  const decoder = {
    async step(choices: readonly Choice[]) {
      const logits = place === 0 ? [near.next] : await near.step(choices);
      const others = ++place === length ? far.next : far.mean;
      return logits.map((here) => ({ logProbabilities: logSoftmax(sum(here, others)) }));
    },
  };
  const found = await beamSearch(decoder, { start: -1, width: beam, longest: length, lengthPenalty: 0 }, interruption);
  return found.map(({ tokens }) => tokens);
}

/** Replaces one symbol at a time by the best of those that are likeliest there, until none is better (nor, of a broken model, a number). */
async function climb(start: ScoredFilling, judge: (fillings: readonly (readonly number[])[]) => Promise<ScoredFilling[]>): Promise<void> {
  for (let best = start; ; ) {
    const { tokens, places } = best;
    const neighbours = places.flatMap((place, t) => top(place, TRIED).map((token) => tokens.with(t, token)));
    const [better] = ranked(await judge(neighbours));
    if (!better || !(better.nats < best.nats)) return;
    best = better;
  }
}

const ranked = (fillings: Iterable<ScoredFilling>) => [...fillings].sort((a, b) => a.nats - b.nats);

/** What is expected at each place of fillings of any lengths, given all else. @throws CancelledError */
export async function placesOf(
  sides: Sides,
  fillings: readonly (readonly number[])[],
  interruption: Interruption,
): Promise<ScoredFilling[]> {
  const scored: ScoredFilling[] = [];
  for (const filling of fillings) scored.push(...(await score(sides, filling.length, [filling], interruption)));
  return scored;
}

/** Reads each filling from both sides. @throws CancelledError */
async function score(
  { left, right }: Sides,
  length: number,
  fillings: readonly (readonly number[])[],
  { stop }: Interruption,
): Promise<ScoredFilling[]> {
  const width = Math.min(left.width, right.width);
  const scored: ScoredFilling[] = [];
  for (let start = 0; start < fillings.length; start += width) {
    if (stop.aborted) throw new CancelledError();
    const some = fillings.slice(start, start + width);
    const ahead = await readThrough(left, some, length);
    const behind = await readThrough(
      right,
      some.map((tokens) => [...tokens].reverse()),
      length,
    );
    some.forEach((tokens, index) => {
      const at = (place: Numbers, other: Numbers) => logSoftmax(sum(place, other));
      const places = tokens.map((_, t) => at(ahead[t]?.[index] as Numbers, behind[length - 1 - t]?.[index] as Numbers));
      const beside = [
        left.beside && at(left.beside.logits, behind[length]?.[index] as Numbers)[left.beside.token],
        right.beside && at(ahead[length]?.[index] as Numbers, right.beside.logits)[right.beside.token],
      ].filter((value) => value !== undefined);
      const likelihoods = [...places.map((place, t) => place[tokens[t] as number] as number), ...beside];
      scored.push({ tokens, places, nats: -likelihoods.reduce((a, b) => a + b, 0) / Math.max(1, likelihoods.length) });
    });
  }
  return scored;
}

/** This side's logits before the first symbol of each text, before the second, …, after the last. */
async function readThrough(side: Side, texts: readonly (readonly number[])[], length: number): Promise<(readonly Numbers[])[]> {
  side.restart();
  const logits: (readonly Numbers[])[] = [texts.map(() => side.next)];
  for (let place = 0; place < length; place++) {
    logits.push(await side.step(texts.map((text, index) => ({ parent: place === 0 ? 0 : index, token: text[place] as number }))));
  }
  return logits;
}

function sum(a: Numbers, b: Numbers): Float64Array {
  return Float64Array.from(a, (value, index) => value + (b[index] as number));
}
