/** Rows as lists of symbols, cleared of what cannot be learned from. */
import type { Experiment } from '../experimentSchema';
import type { FromRows } from '../tasks/task';
import { someOf } from '../text/someOf';
import { cut, named, type Units, unitWords } from '../text/units';
import { DataError, type Row } from './material';

export interface Pair {
  readonly row: Row;
  /** Units of text, as a vocabulary names them. */
  readonly input: readonly string[];
  /** Units of the translation; one tag for each character; or one label. */
  readonly target: readonly string[];
}

/** Places that a note names. */
const MOST_SHOWN = 3;

/** Pairs from which some are passed over, which is told. */
export class Sifted {
  readonly notes: string[] = [];

  constructor(public pairs: readonly Pair[]) {}

  /** @param what "has an empty text". @param wayOut where nothing is left. @throws DataError where nothing is left to learn from */
  keep(fits: (pair: Pair) => boolean, what: string, wayOut: string): void {
    const kept = this.pairs.filter(fits);
    if (kept.length === this.pairs.length) return;
    if (kept.length === 0) throw new DataError(`Every row ${what}. ${wayOut}`);
    this.notes.push(
      passedOver(
        this.pairs.filter((pair) => !fits(pair)),
        what,
      ),
    );
    this.pairs = kept;
  }
}

/** @param window units of a row at most: a graph has a copy of the cell for each. @throws DataError where nothing is left to learn from */
export function pairsOf(
  { columns, labelled, sift }: FromRows,
  rows: readonly Row[],
  { window, units }: Pick<Experiment, 'window' | 'units'>,
): Sifted {
  if (rows.length === 0) throw new DataError('There are no rows. Train on a file with two columns and a few hundred rows.');
  const read = (text: string) => named(cut(text, units), units);
  const sifted = new Sifted(rows.map((row) => ({ row, input: read(row.input), target: labelled ? [row.target] : read(row.target) })));
  sifted.keep(({ input }) => input.length > 0, `has an empty ${columns.input}`, 'Is it in another column?');
  sifted.keep(({ row }) => row.target !== '', `has an empty ${columns.target}`, 'Is it in another column?');
  sift(sifted, window, units);
  return sifted;
}

/** For tasks that read and write rows whole. */
export function passOverLong(sifted: Sifted, longest: number, units: Units): void {
  const fits = ({ input, target }: Pair) => Math.max(input.length, target.length) <= longest;
  sifted.keep(fits, `is longer than the window of ${longest} ${unitWords(units).many}`, 'Take a larger window.');
}

export function cutEvery<Item>(items: readonly Item[], length: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, part) => items.slice(part * length, (part + 1) * length));
}

function passedOver(pairs: readonly Pair[], what: string): string {
  const places = pairs.flatMap(({ row }) => row.place ?? []);
  const where = places.length === 0 ? '' : `: ${someOf(places, MOST_SHOWN)}`;
  return pairs.length === 1
    ? `Passed over a row that ${what}${where}.`
    : `Passed over ${pairs.length.toLocaleString('en')} rows, each of which ${what}${where}.`;
}
