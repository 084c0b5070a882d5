/** A text as a table: values between tabs, commas, semicolons or bars, or JSON objects line by line. */
import path from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { TextFileError } from './readTexts';

export interface TableRow {
  readonly cells: readonly string[];
  /** Counting from 1. */
  readonly line: number;
}

export interface Table {
  readonly rows: readonly TableRow[];
  readonly separator: keyof typeof SEPARATORS | 'JSON';
  /** Of JSON objects: their keys, in the order of the first one. */
  readonly names?: readonly string[];
}

const SEPARATORS = { tabs: '\t', commas: ',', semicolons: ';', bars: '|' } as const;
type Separator = keyof typeof SEPARATORS;

/** Of files that have a JSON object in each line. */
const OF_OBJECTS = ['.jsonl', '.ndjson', '.json'];

/** Lines that the separator is told from. */
const LOOKED_AT = 100;

/**
 * @param kind of table that the text is taken for, where its name does not say
 * @returns undefined for a text that has no columns. @throws TextFileError for a table with a mistake in it
 */
export function parseTable(text: string, file: string, kind = path.extname(file).toLowerCase()): Table | undefined {
  if (kind === '.json' && text.trimStart().startsWith('[')) return tableOf(itemsOf(text, file), file);
  if (OF_OBJECTS.includes(kind)) return parseLines(text, file);
  const separator = separatorOf(text, kind);
  return separator && { rows: parseValues(text, file, separator), separator };
}

/** A document that was never saved has no name that says what it is: what its text begins with does. */
export function parseUnnamed(text: string, file: string): Table | undefined {
  const kind = /^\s*\[\s*\{/.test(text) ? '.json' : text.trimStart().startsWith('{') ? '.jsonl' : '.csv';
  return parseTable(text, file) ?? parseTable(text, file, kind);
}

function separatorOf(text: string, kind: string): Separator | undefined {
  const lines = text
    .split(/\r\n|\n|\r/, LOOKED_AT)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/"[^"]*"/g, ''));
  if (kind === '.tsv' || kind === '.tab') return 'tabs';
  const candidates: readonly Separator[] = kind === '.csv' ? ['commas', 'semicolons', 'tabs', 'bars'] : ['tabs'];
  const found = candidates.map((separator) => ({ separator, share: shareOf(lines, SEPARATORS[separator]) }));
  const best = found.reduce((a, b) => (b.share > a.share ? b : a));
  return best.share > 0.5 ? best.separator : undefined;
}

/** Of the lines that have as many of them as most lines do, but one at least. */
function shareOf(lines: readonly string[], separator: string): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    const count = line.split(separator).length - 1;
    if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values()) / Math.max(1, lines.length);
}

/** Between tabs quotation marks are often meant as such: they quote only where all of them do. */
function parseValues(text: string, file: string, separator: Separator): TableRow[] {
  try {
    return parseStrictly(text, separator, true);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (separator === 'tabs') return parseStrictly(text, separator, false);
    const line = typeof error.lines === 'number' ? `, line ${error.lines}` : '';
    throw new TextFileError(
      `“${path.basename(file)}”${line}: a quotation mark stands where none can. A value with a quotation mark in it is written between two of them, and the mark itself twice: "5"" nail".`,
    );
  }
}

function parseStrictly(text: string, separator: Separator, quotes: boolean): TableRow[] {
  const rows: TableRow[] = [];
  parse(text, {
    delimiter: SEPARATORS[separator],
    quote: quotes ? '"' : null,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { lines }) => {
      rows.push({ cells, line: lines });
      return undefined;
    },
  });
  return rows;
}

function parseLines(text: string, file: string): Table | undefined {
  const lines = text.split(/\r\n|\n|\r/);
  const items = lines.flatMap((line, index) => (line.trim() === '' ? [] : [{ item: jsonOf(line, file, index + 1), line: index + 1 }]));
  return tableOf(items, file);
}

function jsonOf(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TextFileError(
      `“${path.basename(file)}”, line ${line}: this is not JSON. Each line is one object: {"text": "…", "label": "…"}.`,
    );
  }
}

function itemsOf(text: string, file: string): Item[] {
  const items = jsonOf(text, file, 1);
  return Array.isArray(items) ? items.map((item: unknown, index) => ({ item, line: index + 1 })) : [];
}

interface Item {
  readonly item: unknown;
  readonly line: number;
}

function tableOf(items: readonly Item[], file: string): Table {
  const names = isRecord(items[0]?.item) ? Object.keys(items[0].item) : [];
  const rows = items.map(({ item, line }) => {
    if (!isRecord(item)) throw new TextFileError(`“${path.basename(file)}”, line ${line}: this is no object: {"text": "…", "label": "…"}.`);
    return { cells: names.map((name) => inText(item[name])), line };
  });
  return { rows, separator: 'JSON', names };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
