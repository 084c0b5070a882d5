/** A text as a table: values between tabs, commas, semicolons or bars, or JSON objects. */
import path from 'node:path';
import { parseObjects } from './parseObjects';
import { parseValues, type Separator } from './parseValues';

export interface TableRow {
  /** Where it begins: counting from 1. */
  readonly line: number;
  /** Columns that it has at most. */
  readonly width: number;
  /** @param column counting from 0 @returns undefined where the row has none. @throws TextFileError for JSON that is nested too deeply */
  at(column: number): string | undefined;
}

export interface Table {
  readonly rows: readonly TableRow[];
  readonly separator: Separator | 'JSON';
  /** Of JSON objects: all keys of all of them as they come first, then paths to what is nested in them (`meta.label`). */
  readonly names?: readonly string[];
  /** How it was read, where that is not plain: parts of a sentence. */
  readonly remarks: readonly string[];
}

/** Of files that have a JSON object in each line, or a list of them. */
const OF_OBJECTS = ['.jsonl', '.ndjson', '.json'];

/**
 * @param kind of table that the text is taken for, where its name does not say
 * @returns undefined for a text that has no columns. @throws TextFileError for a table with a mistake in it
 */
export function parseTable(text: string, file: string, kind = path.extname(file).toLowerCase()): Table | undefined {
  const unmarked = text.startsWith('\ufeff') ? text.slice(1) : text;
  return OF_OBJECTS.includes(kind) ? parseObjects(unmarked, file) : parseValues(unmarked, file, kind);
}

/** A document that was never saved has no name that says what it is: what its text begins with does. */
export function parseUnnamed(text: string, file: string): Table | undefined {
  const kind = /^\s*(\[\s*)?\{/.test(text) ? '.json' : '.csv';
  return parseTable(text, file) ?? parseTable(text, file, kind);
}
