/** What the columns of a table hold, and so which is the input and which the target: the one place that decides it. */
import { inputRank, targetRank } from './columnNames';
import { type Kind, kindOf } from './header';
import type { Table, TableRow } from './parseTable';

/** Cells that are looked at: of a larger table, rows at even distances. */
const MOST_CELLS = 2_000_000;
/** A label is short. */
const LONGEST_LABEL = 40;
/** Different characters of a column of tags. */
const MOST_TAGS = 12;

export interface Column {
  /** Counting from 1. */
  readonly column: number;
  readonly name: string;
  /** Of the rows that were looked at: empty where a row has none. */
  readonly cells: readonly string[];
  /** Of those that are not empty. */
  readonly distinct: number;
  readonly filled: number;
  readonly meanLength: number;
  /** Of most values; `nested` of lists and objects in JSON. */
  readonly kind: Kind | 'nested';
}

/** @param rows without a header */
export function columnsOf(rows: readonly TableRow[], names: readonly string[] | undefined, separator: Table['separator']): Column[] {
  const width = rows.reduce((most, each) => Math.max(most, each.width), 0);
  const step = Math.max(1, Math.ceil((rows.length * width) / MOST_CELLS));
  const looked = rows.filter((_, index) => index % step === 0);
  return Array.from({ length: width }, (_, column) => {
    const cells = looked.map((row) => (row.at(column) ?? '').trim());
    const filled = cells.filter((cell) => cell !== '');
    return {
      column: column + 1,
      name: names?.[column]?.trim() ?? '',
      cells,
      distinct: new Set(filled).size,
      filled: filled.length,
      meanLength: filled.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, filled.length),
      kind: separator === 'JSON' && mostly(filled, (cell) => /^[[{]/.test(cell)) ? 'nested' : kindOfMost(filled),
    };
  });
}

function kindOfMost(filled: readonly string[]): Kind {
  if (filled.length === 0) return 'empty';
  return (['number', 'date'] as const).find((kind) => mostly(filled, (cell) => kindOf(cell) === kind)) ?? 'words';
}

const mostly = (cells: readonly string[], is: (cell: string) => boolean) =>
  cells.length > 0 && cells.filter(is).length >= cells.length * 0.9;

/** A few short values that come again and again. */
export function isLabels({ distinct, meanLength, filled, cells }: Column): boolean {
  return distinct >= 2 && distinct <= Math.min(200, cells.length / 3) && meanLength <= LONGEST_LABEL && filled >= cells.length * 0.9;
}

export interface Bound {
  readonly input: Column;
  readonly target: Column;
}

/**
 * Which column is the input, and which the target. What a column is called decides first (`columnNames.ts`). What few rows have is neither. Else, of labels and
 * their texts: the label is the column of short values that come again, of words before numbers, of fewest different ones, the last where
 * that is alike; the text is the longest other column. Of texts and their tags or translations: tags are as long as their text, of
 * fewer characters; else the first two columns of words, in their order, that are neither alike in all rows nor a few labels beside texts.
 * @param said what the user chose already
 * @returns undefined where there are no two columns
 */
export function chooseColumns(columns: readonly Column[], labelled: boolean, said: Partial<Bound> = {}): Bound | undefined {
  const free = columns.filter((column) => column !== said.input && column !== said.target);
  const simple = free.filter(({ kind }) => kind !== 'nested' && kind !== 'empty');
  const common = simple.filter(({ filled, cells }) => filled >= cells.length / 2);
  const filled = common.length > 1 || said.input || said.target ? common : simple;
  // What is empty in every row is chosen only where nothing else is left, and then told by its name.
  const useful = filled.length > 1 || said.input || said.target ? filled : free;
  const target = said.target ?? (labelled ? labelOf(useful, said.input) : undefined);
  if (labelled || target) {
    const others = useful.filter((column) => column !== target);
    const input = said.input ?? (labelled ? textOf(others) : pairOf(others)?.input) ?? free.find((column) => column !== target);
    const chosen = target ?? free.find((column) => column !== input);
    return input && chosen && { input, target: chosen };
  }
  const pair = said.input ? undefined : pairOf(useful);
  if (pair) return pair;
  const input = said.input ?? free[0];
  const chosen = named(useful, targetRank) ?? texts(useful).find((column) => column !== input) ?? free.find((column) => column !== input);
  return input && chosen && { input, target: chosen };
}

function labelOf(columns: readonly Column[], input: Column | undefined): Column | undefined {
  const others = columns.length > 1 ? columns.filter((column) => inputRank(column.name) === Number.POSITIVE_INFINITY) : columns;
  const labels = others.filter(isRepeated);
  const surest = named(labels, targetRank) ?? fewest(labels.filter(({ kind }) => kind === 'words')) ?? fewest(labels.filter(isNumbers));
  if (surest) return surest;
  const called = named(others, targetRank);
  if (called) return called;
  const [first, second] = columns;
  if (input || !first || !second || columns.length > 2)
    return others.filter(({ kind }) => kind === 'words').at(-1) ?? others.at(-1) ?? first;
  if (inputRank(first.name) !== inputRank(second.name)) return inputRank(first.name) < inputRank(second.name) ? second : first;
  return first.meanLength * 2 <= second.meanLength ? first : second;
}

/** As labels are, in however few rows. */
function isRepeated({ distinct, filled, meanLength }: Column): boolean {
  return distinct >= 2 && distinct < filled && meanLength <= LONGEST_LABEL && (filled < 12 || distinct <= filled * 0.7);
}

const isNumbers = ({ kind }: Column) => kind === 'number';

function fewest(columns: readonly Column[]): Column | undefined {
  return columns.reduce<Column | undefined>((a, b) => (a && a.distinct < b.distinct ? a : b), undefined);
}

function textOf(columns: readonly Column[]): Column | undefined {
  const words = columns.filter(({ kind }) => kind === 'words');
  const among = words.length > 0 ? words : columns;
  return named(among, inputRank) ?? among.reduce<Column | undefined>((a, b) => (a && a.meanLength >= b.meanLength ? a : b), undefined);
}

function pairOf(columns: readonly Column[]): Bound | undefined {
  const input = named(columns, inputRank);
  const target = named(
    columns.filter((column) => column !== input),
    targetRank,
  );
  const among = texts(columns);
  if (input || target) {
    const first = input ?? among.find((column) => column !== target);
    const second = target ?? among.find((column) => column !== input);
    return first && second && { input: first, target: second };
  }
  const [first, second] = among;
  if (!first || !second) return undefined;
  return isTagged(second, first) ? { input: second, target: first } : { input: first, target: second };
}

/** Columns of texts, as far as there are two; else whatever there is. */
function texts(columns: readonly Column[]): readonly Column[] {
  const words = columns.filter(({ kind, distinct, filled }) => kind === 'words' && (distinct > 1 || filled < 2));
  const different = words.filter((column) => !isLabels(column));
  return [different, words].find(({ length }) => length > 1) ?? columns;
}

function named(columns: readonly Column[], rank: (name: string) => number): Column | undefined {
  const best = columns.reduce<Column | undefined>((a, b) => (a && rank(a.name) <= rank(b.name) ? a : b), undefined);
  return best && rank(best.name) < Number.POSITIVE_INFINITY ? best : undefined;
}

/** As long as the other in code points, row by row. */
export function isAligned(input: Column, target: Column): boolean {
  const alike = input.cells.filter((cell, row) => [...cell].length === [...(target.cells[row] ?? '')].length).length;
  return input.meanLength > 0 && alike >= input.cells.length * 0.95;
}

/** Tags are of few kinds. */
export const isTags = ({ cells }: Column) => charactersIn(cells) <= MOST_TAGS;

const isTagged = (input: Column, target: Column) =>
  isTags(target) && isAligned(input, target) && charactersIn(target.cells) < charactersIn(input.cells);

function charactersIn(cells: readonly string[]): number {
  const characters = new Set<string>();
  for (const cell of cells) for (const character of cell) characters.add(character);
  return characters.size;
}
