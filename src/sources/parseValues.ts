/** Values between tabs, commas, semicolons or bars → rows. What separates them is told from records: a quoted value may have line breaks in it. */
import path from 'node:path';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import { linesOf } from '../engine/text/lines';
import type { Table, TableRow } from './parseTable';
import { TextFileError } from './textFileError';

const SEPARATORS = { tabs: '\t', commas: ',', semicolons: ';', bars: '|' } as const;
export type Separator = keyof typeof SEPARATORS;

/** Records that the separator is told from, and characters that they are looked for in. */
const LOOKED_AT = 100;
const LOOKED_INTO = 1 << 18;

/** As Excel says in the first line what separates. */
const SAID = /^sep=([\t,;|])(?=\r?\n|\r)/i;

interface Cells extends TableRow {
  readonly cells: readonly string[];
}

/** @returns undefined for a text that has no columns. @throws TextFileError */
export function parseValues(text: string, file: string, kind: string): Table | undefined {
  const [line = '', mark] = SAID.exec(text) ?? [];
  const values = text.slice(line.length); // Of the line its end is left, so that others keep their number.
  const said = (Object.keys(SEPARATORS) as Separator[]).find((separator) => SEPARATORS[separator] === mark);
  const separator = said ?? separatorOf(values, kind);
  if (!separator) return undefined;
  const { rows, remarks } = separator === 'tabs' ? betweenTabs(values) : betweenMarks(values, file, separator);
  return { rows, separator, remarks };
}

function separatorOf(text: string, kind: string): Separator | undefined {
  if (kind === '.tsv' || kind === '.tab') return 'tabs';
  const candidates: readonly Separator[] = kind === '.csv' ? ['commas', 'semicolons', 'tabs', 'bars'] : ['tabs'];
  const beginning = text.slice(0, LOOKED_INTO);
  const found = candidates.map((separator) => ({ separator, ...judged(firstRecords(beginning, separator)) }));
  const best = found.reduce((a, b) => (b.score > a.score ? b : a));
  return best.share > 0.5 ? best.separator : undefined;
}

/** As they are with this separator, whatever mistakes come after them. */
function firstRecords(text: string, separator: Separator): string[][] {
  const records: string[][] = [];
  const on_record = (cells: string[]) => {
    if (cells.some((cell) => cell.trim() !== '')) records.push(cells);
    return undefined;
  };
  const options = { ...FORM, delimiter: SEPARATORS[separator], relax_quotes: true, ltrim: separator !== 'tabs', to: LOOKED_AT };
  try {
    parse(text, { ...options, ltrim: false, on_record });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (records.length > 0) return records;
    parse(text, { ...options, quote: null, on_record });
  }
  return records;
}

/**
 * `share` of the records has as many values as most have, but two at least. Where that is alike, what separates is neither
 * followed by a space (a comma in a sentence) nor between digits (a decimal one), and stands in the first record too.
 */
function judged(records: readonly (readonly string[])[]): { readonly share: number; readonly score: number } {
  const widths = new Map<number, number>();
  for (const { length } of records) if (length > 1) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width = 0, count = 0] = [...widths].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  const share = count / Math.max(1, records.length);
  let marks = 0;
  let plain = 0;
  for (const cells of records)
    for (let at = 1; at < cells.length; at++) {
      const [before, after] = [cells[at - 1] as string, cells[at] as string];
      marks++;
      if (!/^\s/.test(after) && !(/\d$/.test(before) && /^\d/.test(after))) plain++;
    }
  const first = records[0]?.length === width ? 1 : 0.7;
  return { share, score: share * first * (0.8 + (0.2 * plain) / Math.max(1, marks)) };
}

interface Values {
  readonly rows: readonly Cells[];
  readonly remarks: readonly string[];
}

/**
 * Between tabs quotation marks are often meant as such. They quote only where all of them do; and a value goes on in the next
 * line only where rows are whole by it, and no tab comes with it: a mark that is never closed joins no rows.
 */
function betweenTabs(text: string): Values {
  const literal = records(text, 'tabs', { quote: null });
  if (!text.includes('"')) return { rows: literal, remarks: [] };
  try {
    const quoted = records(text, 'tabs');
    const joined = quoted.flatMap(({ cells }) => cells.filter((cell) => /[\r\n]/.test(cell)));
    const whole = joined.every((cell) => !cell.includes('\t')) && ragged(quoted) < ragged(literal);
    if (joined.length === 0 || whole) return { rows: quoted, remarks: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  const opening = literal.some(({ cells }) => cells.some((cell) => cell.startsWith('"')));
  return { rows: literal, remarks: opening ? ['quotation marks are read as they stand'] : [] };
}

/** @throws TextFileError where a quotation mark can be meant in more than one way */
function betweenMarks(text: string, file: string, separator: Separator): Values {
  try {
    return { rows: unspaced(records(text, separator)), remarks: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const spaced = recordsIf(text, separator, { trim: true });
    if (spaced) return { rows: spaced, remarks: [] };
    const within = recordsIf(text, separator, { relax_quotes: true });
    if (within && ragged(within) === 0 && !within.some(({ cells }) => cells.some((cell) => cell.startsWith('"'))))
      return { rows: unspaced(within), remarks: ['quotation marks within a value are read as they stand'] };
    const place = (line: unknown) => `“${path.basename(file)}”${typeof line === 'number' ? `, line ${line}` : ''}`;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      throw new TextFileError(
        `${place(lineAfter(text, error.bytes as number))}: a value begins with a quotation mark, and none ends it. Close it, or write one that is meant as such twice, between two others: "5"" nail".`,
      );
    throw new TextFileError(
      `${place(error.lines)}: a quotation mark stands where none can. A value with a quotation mark in it is written between two of them, and the mark itself twice: "5"" nail".`,
    );
  }
}

/** Where a space comes after every separator, it belongs to it. */
function unspaced(rows: readonly Cells[]): readonly Cells[] {
  const others = rows.flatMap(({ cells }) => cells.slice(1));
  if (others.length === 0 || !others.every((cell) => cell.startsWith(' '))) return rows;
  return rows.map(({ cells, line }) =>
    rowOf(
      cells.map((cell, column) => (column === 0 ? cell : cell.slice(1))),
      line,
    ),
  );
}

/** Rows that have another width than most. */
function ragged(rows: readonly Cells[]): number {
  const widths = new Map<number, number>();
  for (const { width } of rows) widths.set(width, (widths.get(width) ?? 0) + 1);
  return rows.length - Math.max(0, ...widths.values());
}

const FORM = {
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
} satisfies Options;

/** Where the record after the last whole one begins, counting from 1. @param bytes of the whole ones, in UTF-8 */
function lineAfter(text: string, bytes: number): number {
  const whole = Buffer.from(text).subarray(0, bytes).toString();
  const blank = /^\s*[\r\n]/.exec(text.slice(whole.length))?.[0] ?? '';
  return linesOf(whole + blank).length;
}

function recordsIf(text: string, separator: Separator, options: Options): Cells[] | undefined {
  try {
    return records(text, separator, options);
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** But those with nothing in them at all. @throws CsvError */
function records(text: string, separator: Separator, options: Options = {}): Cells[] {
  const rows: Cells[] = [];
  let countedTwice = 0;
  parse(text, {
    ...FORM,
    delimiter: SEPARATORS[separator],
    ...options,
    on_record: (cells: string[], { lines }) => {
      let breaks = 0;
      for (const cell of cells) {
        if (!/[\r\n]/.test(cell)) continue;
        breaks += linesOf(cell).length - 1;
        countedTwice += cell.match(/\r\n/g)?.length ?? 0; // as csv-parse counts what is quoted
      }
      if (cells.length > 1 || cells[0]?.trim() !== '') rows.push(rowOf(cells, lines - countedTwice - breaks));
      return undefined;
    },
  });
  return rows;
}

const rowOf = (cells: readonly string[], line: number): Cells => ({
  cells,
  line,
  width: cells.length,
  at: (column) => cells[column],
});
