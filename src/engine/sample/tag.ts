/** A tag for each character; with a rule, the text as the tags restore it. */
import type { Numbers } from '../backend';
import { restore, takeAway } from '../data/rule';
import type { Rule } from '../experimentSchema';
import type { Model } from '../model/model';
import { requireTask } from '../model/requireTask';
import type { Interruption } from '../model/stepper';
import type { GeneratedCharacter, Tagging } from '../results';
import { generated } from './alternatives';
import { softmax } from './distribution';
import { readWhole } from './wholeTexts';

/** @throws TaskError, CancelledError */
export async function tag(model: Model, text: string, interruption: Interruption): Promise<Tagging> {
  const { experiment, vocabulary, targets } = model;
  requireTask(experiment.task, 'tag');
  const { rule } = experiment;
  const characters = rule === undefined ? [...text] : takeAway(rule, text).characters;
  const { tokens, unknown } = vocabulary.encode(characters.join(''));
  const pieces = cutOverlapping(tokens.length, experiment.window);
  const read = await readWhole(
    model,
    pieces.map(({ start, end }) => tokens.subarray(start, end)),
    interruption,
  );
  const logits = pieces.flatMap(({ start, from, to }, piece) => read[piece]?.slice(from - start, to - start) ?? []);
  const allowed = rule === undefined || rule === 'punctuation' ? undefined : restorations(rule, targets);
  const tags = characters.map((character, t): GeneratedCharacter => {
    if (!allowed) return likeliest(logits[t] as Numbers, targets);
    const possible = allowed.get(character);
    return possible ? likeliest(logits[t] as Numbers, targets, possible) : { character, probability: 1, alternatives: [] };
  });
  const told = tags.map(({ character }) => character);
  return { text, output: rule === undefined ? told.join('') : restore(rule, characters, told), tags, unknown };
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

/** For each character that a rule may have left: the tags that it can have come from. Nothing else is ever put in its place. */
function restorations(rule: Rule, targets: readonly string[]): Map<string, number[]> {
  const possible = new Map<string, number[]>();
  targets.forEach((target, index) => {
    const left = takeAway(rule, target).characters.join('');
    possible.set(left, [...(possible.get(left) ?? []), index]);
  });
  return possible;
}

function likeliest(logits: Numbers, targets: readonly string[], possible?: readonly number[]): GeneratedCharacter {
  const masked = possible
    ? Float64Array.from(logits, (logit, index) => (possible.includes(index) ? logit : Number.NEGATIVE_INFINITY))
    : logits;
  const probabilities = softmax(masked);
  const best = probabilities.indexOf(Math.max(...probabilities));
  const told = generated(probabilities, targets, best);
  return { ...told, alternatives: told.alternatives.filter(({ probability }) => probability > 0) };
}
