/** A tag for each character; with a rule, the text as the tags restore it. */
import type { Numbers } from '../../backend';
import type { Rule } from '../../experimentSchema';
import { generated } from '../../infer/alternatives';
import { likeliest, softmax } from '../../infer/distribution';
import { readWhole } from '../../infer/wholeTexts';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { GeneratedCharacter, Tagging } from '../../results';
import { inForm } from '../../text/form';
import { inOwnCharacters } from './ownCharacters';
import { takeAway } from './rule';

/** @param original a text as it was written, in whatever form. @throws CancelledError */
export async function tag(model: Model, original: string, interruption: Interruption): Promise<Tagging> {
  const { rule } = model.experiment;
  const text = inForm(original, model.experiment);
  const characters = rule === undefined ? [...text] : takeAway(rule, text).characters;
  const probabilitiesOf = restricted(model);
  const tags = characters.map((character): GeneratedCharacter => ({ character, probability: 1, alternatives: [] }));
  const unknown = await readTags(model, [characters], interruption, (_, t, logits) => {
    const probabilities = probabilitiesOf(characters[t] as string, logits);
    if (probabilities) tags[t] = likeliestTag(probabilities, model.targets);
  });
  const told = tags.map(({ character }) => character);
  return { text, output: rule === undefined ? told.join('') : inOwnCharacters(rule, original, model.experiment, told), tags, unknown };
}

/** The logits at each character of each text, in no order; a text may be of any length. @returns unknown characters. @throws CancelledError */
export async function readTags(
  model: Model,
  texts: readonly (readonly string[])[],
  interruption: Interruption,
  visit: (text: number, t: number, logits: Numbers) => void,
): Promise<string[]> {
  const read = texts.map((characters) => model.vocabulary.encode(characters.join('')));
  const pieces = read.flatMap(({ tokens }, text) =>
    cutOverlapping(tokens.length, model.experiment.window).map((piece) => ({
      ...piece,
      text,
      tokens: tokens.subarray(piece.start, piece.end),
    })),
  );
  await readWhole(
    model,
    pieces.map(({ tokens }) => tokens),
    interruption,
    (index, t, logits) => {
      const { text, start, from, to } = pieces[index] as (typeof pieces)[number];
      if (start + t >= from && start + t < to) visit(text, start + t, logits);
    },
  );
  return [...new Set(read.flatMap(({ unknown }) => unknown))];
}

/**
 * The probability of each tag for a character. With a rule that changes characters only of those that it can have come from:
 * nothing else is ever put in its place; undefined for a character that stays what it is.
 */
export function restricted({ experiment, targets }: Model): (character: string, logits: Numbers) => Float64Array | undefined {
  const { rule } = experiment;
  if (rule === undefined || rule === 'punctuation') return (_, logits) => softmax(logits);
  const possible = restorations(rule, targets);
  return (character, logits) => {
    const tags = possible.get(character);
    return tags && softmax(Float64Array.from(logits, (logit, tag) => (tags.has(tag) ? logit : Number.NEGATIVE_INFINITY)));
  };
}

interface Piece {
  /** Read from here to there … */
  readonly start: number;
  readonly end: number;
  /** … of which the tags from here to there count: those with something on both sides. */
  readonly from: number;
  readonly to: number;
}

/** A text is read as in training, a window at a time; windows overlap by half, and what is near a cut is told by the other one. */
export function cutOverlapping(length: number, window: number): Piece[] {
  if (length <= window) return length === 0 ? [] : [{ start: 0, end: length, from: 0, to: length }];
  const margin = Math.floor(window / 4);
  const pieces: Piece[] = [];
  for (let from = 0; from < length; ) {
    const start = Math.min(Math.max(0, from - margin), length - window);
    const end = start + window;
    const to = end === length ? length : end - margin;
    pieces.push({ start, end, from, to });
    from = to;
  }
  return pieces;
}

/** For each character that a rule may have left: the tags that it can have come from. */
function restorations(rule: Rule, targets: readonly string[]): Map<string, Set<number>> {
  const possible = new Map<string, Set<number>>();
  targets.forEach((target, index) => {
    const left = takeAway(rule, target).characters.join('');
    possible.set(left, (possible.get(left) ?? new Set()).add(index));
  });
  return possible;
}

function likeliestTag(probabilities: Float64Array, targets: readonly string[]): GeneratedCharacter {
  const told = generated(probabilities, targets, likeliest(probabilities));
  return { ...told, alternatives: told.alternatives.filter(({ probability }) => probability > 0) };
}
