/**
 * Which lines of a text became more and less predictable from one model to another: bits of each line, its end included, as
 * both expect it. A line is the same event to a model that reads characters and to one that reads words, so their bits may be
 * held against each other; within a line they are where both have a boundary.
 */
import type { Expectation } from '../engine/evaluate/expectation';
import { FormedText } from './formedText';
import { cut, offsetsOf } from './textUnits';

/** The models do not predict the same. */
export class IncomparableError extends Error {
  override readonly name = 'IncomparableError';
}

/** A stretch of the text (UTF-16 offsets), and the bits that it costs each model. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

export interface LineChange extends Stretch {
  /** From 0 on. `from` and `to` are without its end, which counts all the same. */
  readonly line: number;
  /** Code points of it that both models predict. */
  readonly characters: number;
  /** What changed most within it, that first. */
  readonly most: readonly Stretch[];
  /** Whether nothing stands in it but spaces: it counts, and is listed and marked nowhere. */
  readonly blank: boolean;
  /** Whether there is something in it that one of the models does not know. */
  readonly unknown: boolean;
}

export interface BehaviourChange {
  /** In the order of the text; without those of which nothing is predicted. */
  readonly lines: readonly LineChange[];
  /** Of all these lines. */
  readonly characters: number;
  /** Bits. */
  readonly before: number;
  readonly after: number;
  /** Lines that are left out: one of the models reads words, knows some of these not, and so does not spell them as the other does. */
  readonly leftOut: number;
  /** Whether the models read the text in different forms (line ends, letters with marks). */
  readonly formsDiffer: boolean;
}

/** So many stretches are told of each line. */
const MOST_STRETCHES = 5;

/** Bits a character by which a line has changed: less than 0 where it became more predictable. */
export const perCharacter = ({ before, after, characters }: Pick<LineChange, 'before' | 'after' | 'characters'>): number =>
  characters === 0 ? 0 : (after - before) / characters;

/** @param text as the document has it, which both have read @throws IncomparableError */
export function behaviourChange(text: string, before: Expectation, after: Expectation): BehaviourChange {
  if (before.given !== after.given)
    throw new IncomparableError(
      'One of these runs predicts a character from what stands before it alone, the other one also from what stands behind it: their bits answer different questions. Choose two runs of one task.',
    );
  const forms = [before, after].map((one) => new FormedText(text, one)) as [FormedText, FormedText];
  const sides = [before, after].map((one, at) => new Reading(text, forms[at] as FormedText, one)) as [Reading, Reading];
  const lines: LineChange[] = [];
  let leftOut = 0;
  for (const line of linesOf(text, stretchesOf(...sides))) {
    const unknown = sides.some((side) => side.hasUnknown(line.from, line.end));
    if (unknown && before.units !== after.units) leftOut++;
    else if (line.stretches.length > 0) lines.push(lineChange(text, line, unknown));
  }
  return {
    lines,
    characters: sum(lines, ({ characters }) => characters),
    before: sum(lines, (line) => line.before),
    after: sum(lines, (line) => line.after),
    leftOut,
    formsDiffer: forms[0].text !== forms[1].text,
  };
}

/** Those that became more predictable and those that became less, each by bits a character, what changed most first; none that are blank. */
export function mostChanged({ lines }: Pick<BehaviourChange, 'lines'>): { readonly more: LineChange[]; readonly less: LineChange[] } {
  const sorted = lines.filter(({ blank }) => !blank).sort((a, b) => perCharacter(a) - perCharacter(b) || a.line - b.line);
  return { more: sorted.filter((line) => perCharacter(line) < 0), less: sorted.filter((line) => perCharacter(line) > 0).reverse() };
}

/** In bits a character: what counts as a great change in this text, which only the most changed twentieth of its characters reach. */
export function reachOf({ lines }: Pick<BehaviourChange, 'lines'>): number {
  const told = lines.filter(({ blank }) => !blank);
  const sorted = told.map((line) => [Math.abs(perCharacter(line)), line.characters] as const).sort((a, b) => b[0] - a[0]);
  let left = 0.05 * sum(told, ({ characters }) => characters);
  for (const [change, characters] of sorted) {
    left -= characters;
    if (left <= 0) return Math.max(LEAST_REACH, change);
  }
  return LEAST_REACH;
}

/** In a text that hardly changed nothing is a great change. */
const LEAST_REACH = 0.3;

/** How strongly a line is marked. */
export type Strength = 0 | 1 | 2 | 3;

export function strengthOf(line: LineChange, reach: number): Strength {
  const share = line.blank ? 0 : Math.abs(perCharacter(line)) / reach;
  return share >= 2 / 3 ? 3 : share >= 1 / 3 ? 2 : share >= 1 / 12 ? 1 : 0;
}

/** A text as one model reads it, with where each unit begins in the text as it is. */
class Reading {
  readonly bits: Float64Array;
  /** Of each unit, and the end of the text. */
  readonly begins: Float64Array;
  readonly #unknown: readonly number[];

  constructor(text: string, formed: FormedText, { units, bits, unknownAt }: Expectation) {
    this.bits = bits;
    const begins = offsetsOf(cut(formed.text, units));
    this.begins = Float64Array.from(begins, (offset, at) => (at === begins.length - 1 ? text.length : formed.originalStart(offset)));
    this.#unknown = Array.from(unknownAt, (at) => this.begins[at] as number);
  }

  hasUnknown(from: number, end: number): boolean {
    let [low, high] = [0, this.#unknown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#unknown[middle] as number) < from) low = middle + 1;
      else high = middle;
    }
    return (this.#unknown[low] ?? Number.POSITIVE_INFINITY) < end;
  }
}

/** The least stretches that begin and end where units of both do; without those in which one of them predicts nothing. */
function* stretchesOf(a: Reading, b: Reading): Generator<Stretch> {
  const end = a.begins.at(-1) ?? 0;
  let [from, i, j] = [0, 0, 0];
  const start = (reading: Reading, at: number) => reading.begins[at] as number;
  while (from < end) {
    let [before, after] = [a.bits[i++] as number, b.bits[j++] as number];
    // Several units may stand for one stretch of the document, as what NFC composes: then the first has no length.
    while (start(a, i) !== start(b, j) || start(a, i) === from) {
      if (start(a, i) < start(b, j) || (start(a, i) === from && start(b, j) === from)) before += a.bits[i++] as number;
      else after += b.bits[j++] as number;
    }
    const to = start(a, i);
    if (Number.isFinite(before) && Number.isFinite(after)) yield { from, to, before, after };
    from = to;
  }
}

interface Line {
  readonly line: number;
  readonly from: number;
  /** Without its end, and with it. */
  readonly to: number;
  readonly end: number;
  readonly stretches: readonly Stretch[];
}

/** @param stretches in order: none reaches over a line end */
function* linesOf(text: string, stretches: Generator<Stretch>): Generator<Line> {
  const ends = /\r\n|\n|\r|$/g;
  let next = stretches.next();
  for (let [line, from] = [0, 0]; from < text.length; line++) {
    ends.lastIndex = from;
    const found = ends.exec(text);
    const to = found?.index ?? text.length;
    const end = to + (found?.[0].length ?? 0);
    const own: Stretch[] = [];
    for (; !next.done && next.value.from < end; next = stretches.next()) own.push(next.value);
    yield { line, from, to, end, stretches: own };
    from = end;
  }
}

function lineChange(text: string, { line, from, to, stretches }: Line, unknown: boolean): LineChange {
  const change = (one: Stretch) => Math.abs(one.after - one.before);
  return {
    line,
    from,
    to,
    characters: sum(stretches, (one) => [...text.slice(one.from, one.to)].length),
    before: sum(stretches, (one) => one.before),
    after: sum(stretches, (one) => one.after),
    most: [...stretches].sort((a, b) => change(b) - change(a)).slice(0, MOST_STRETCHES),
    blank: text.slice(from, to).trim() === '',
    unknown,
  };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
