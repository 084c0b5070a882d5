/** The vocabulary that a run begins with: its most frequent units, and what that comes to, in a sentence. */
import type { Experiment } from '../experimentSchema';
import { UNKNOWN, unitWords } from '../text/units';
import { Vocabulary } from './vocabulary';

export interface Kept {
  readonly vocabulary: Vocabulary;
  readonly notes: readonly string[];
}

/** A vocabulary stands in every checkpoint and in the log: what is longer is no word, but data that somebody pasted. */
const LONGEST = 1_000;

/**
 * The units that stand most often, of equal ones those that come first, up to `vocabulary` of them (0: all). Of words, and where some were
 * left out, there is a symbol for those that are unknown.
 * @param texts units as they are named @param where they stand, for the note: “the text”
 */
export function keptUnits(
  texts: readonly (readonly string[])[],
  { units, vocabulary: most }: Pick<Experiment, 'units' | 'vocabulary'>,
  where: string,
): Kept {
  const counts = new Map<string, number>();
  for (const names of texts) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const cap = most === 0 ? counts.size : most;
  const fitting = [...counts].filter(([name]) => name.length <= LONGEST);
  const ranked = units === 'characters' && counts.size <= cap ? fitting : fitting.sort(([, a], [, b]) => b - a); // a stable sort
  const kept = ranked.slice(0, cap);
  const characters = kept.map(([name]) => name).sort(byCodePoint);
  const whole = units === 'characters' && kept.length === counts.size;
  const vocabulary = new Vocabulary(whole ? characters : [UNKNOWN, ...characters], units);
  return { vocabulary, notes: whole ? [] : [noteOf(counts, kept, unitWords(units).many, where)] };
}

function noteOf(counts: ReadonlyMap<string, number>, kept: readonly (readonly [string, number])[], units: string, where: string): string {
  const sum = (all: Iterable<readonly [string, number]>) => [...all].reduce((total, [, count]) => total + count, 0);
  const [all, known] = [sum(counts), sum(kept)];
  const grouped = (count: number) => count.toLocaleString('en');
  if (kept.length === counts.size)
    return `All ${grouped(counts.size)} different ${units} in ${where} are kept; others are read as unknown (${UNKNOWN}).`;
  const share = ((100 * (all - known)) / all).toLocaleString('en', { maximumSignificantDigits: 2 });
  return `Of ${grouped(counts.size)} different ${units} in ${where} the ${grouped(kept.length)} most frequent are kept. All others, ${share} % of all that are there, are read as unknown (${UNKNOWN}), which is never written.`;
}

/** As UTF-8 would be sorted: not by UTF-16 units, where a surrogate comes before U+E000. */
export function byCodePoint(a: string, b: string): number {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  if (index > 0 && /[\ud800-\udbff]/.test(a[index - 1] as string)) index--;
  return (a.codePointAt(index) ?? -1) - (b.codePointAt(index) ?? -1);
}
