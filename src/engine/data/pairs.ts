/** Rows as lists of symbols, cleared of what cannot be learned from. */
import type { Task } from '../experimentSchema';
import { DataError } from './dataError';
import type { Row } from './material';

export interface Pair {
  readonly row: Row;
  /** Characters. */
  readonly input: readonly string[];
  /** Characters of the translation; one tag for each character; or one label. */
  readonly target: readonly string[];
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** What was passed over or cut, in whole sentences. */
  readonly notes: readonly string[];
}

/** Places that a note names. */
const MOST_SHOWN = 3;

/** @param longest characters of a row: a graph has a copy of the cell for each. @throws DataError where nothing is left to learn from */
export function pairsOf(task: Task, rows: readonly Row[], longest: number): Pairs {
  if (rows.length === 0) throw new DataError('There are no rows. Train on a file with two columns and a few hundred rows.');
  const words = wordsOf(task);
  const notes: string[] = [];
  const keep = (pairs: readonly Pair[], fits: (pair: Pair) => boolean, what: string, wayOut: string): readonly Pair[] => {
    const kept = pairs.filter(fits);
    if (kept.length === pairs.length) return pairs;
    if (kept.length === 0) throw new DataError(`Every row ${what}. ${wayOut}`);
    notes.push(
      passedOver(
        pairs.filter((pair) => !fits(pair)),
        what,
      ),
    );
    return kept;
  };
  let pairs: readonly Pair[] = rows.map((row) => pairOf(task, row));
  pairs = keep(pairs, ({ input }) => input.length > 0, `has an empty ${words.input}`, 'Is it in another column?');
  pairs = keep(pairs, ({ row }) => row.target !== '', `has an empty ${words.target}`, 'Is it in another column?');
  if (task === 'tag') {
    const wayOut = 'Write as many tags as the text has characters, one character each.';
    pairs = keep(pairs, ({ input, target }) => input.length === target.length, 'has another number of tags than of characters', wayOut);
    pairs = pairs.flatMap((pair) => cut(pair, longest));
  } else if (task === 'classify') {
    const long = pairs.filter(({ input }) => input.length > longest).length;
    if (long > 0)
      notes.push(
        `Of ${long === 1 ? 'a row' : `${long.toLocaleString('en')} rows`} longer than the window only the first ${longest} characters are read.`,
      );
    pairs = pairs.map((pair) => ({ ...pair, input: pair.input.slice(0, longest) }));
  } else {
    const fits = ({ input, target }: Pair) => Math.max(input.length, target.length) <= longest;
    pairs = keep(pairs, fits, `is longer than the window of ${longest} characters`, 'Take a larger window.');
  }
  return { pairs, notes };
}

export function pairOf(task: Task, row: Row): Pair {
  const labelled = task === 'classify' || task === 'generate-from-label';
  return { row, input: [...row.input], target: labelled ? [row.target] : [...row.target] };
}

/** A text that is tagged is one as good as its parts. */
function cut(pair: Pair, longest: number): Pair[] {
  if (pair.input.length <= longest) return [pair];
  const [input, target] = [cutEvery(pair.input, longest), cutEvery(pair.target, longest)];
  return input.map((part, index) => ({
    row: { input: part.join(''), target: (target[index] as string[]).join('') },
    input: part,
    target: target[index] as string[],
  }));
}

export function cutEvery<Item>(items: readonly Item[], length: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, part) => items.slice(part * length, (part + 1) * length));
}

function wordsOf(task: Task): { readonly input: string; readonly target: string } {
  switch (task) {
    case 'translate':
      return { input: 'source', target: 'translation' };
    case 'tag':
      return { input: 'text', target: 'row of tags' };
    default:
      return { input: 'text', target: 'label' };
  }
}

function passedOver(pairs: readonly Pair[], what: string): string {
  const places = pairs.flatMap(({ row }) => row.place ?? []);
  const shown = places.slice(0, MOST_SHOWN).join(', ');
  const more = places.length > MOST_SHOWN ? ` and ${(places.length - MOST_SHOWN).toLocaleString('en')} more` : '';
  const where = shown === '' ? '' : `: ${shown}${more}`;
  return pairs.length === 1
    ? `Passed over a row that ${what}${where}.`
    : `Passed over ${pairs.length.toLocaleString('en')} rows, each of which ${what}${where}.`;
}
