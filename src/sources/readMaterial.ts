/** Training files → what an experiment learns from: running text, rows of a table, or a file of texts for each label. */
import path from 'node:path';
import { type Material, type Row, textMaterial } from '../engine/data/material';
import type { Experiment, ExperimentOptions } from '../engine/experimentSchema';
import { learningOf } from '../engine/tasks/tasks';
import { hasHeader } from './header';
import { parseTable, parseUnnamed, type Table } from './parseTable';
import { readTextFiles, type TextFile, TextFileError } from './readTexts';

/** Lines that a note names. */
const MOST_SHOWN = 3;

export interface TrainingMaterial {
  readonly material: Material;
  /** Whether the first row of a table names its columns: as was said, or found. */
  readonly header: boolean;
  /** What was passed over, or taken for something: whole sentences. */
  readonly notes: readonly string[];
}

/** What it is read by; where nothing is said of a header, it is looked for. */
export type Reading = Pick<Experiment, 'task' | 'inputColumn' | 'targetColumn'> & Pick<ExperimentOptions, 'rule' | 'header'>;

/** @throws TextFileError, StorageError */
export async function readMaterial(reading: Reading, paths: readonly string[]): Promise<TrainingMaterial> {
  const { files, notes } = await readTextFiles(paths);
  const read = materialOf(reading, files);
  return { ...read, notes: [...notes, ...read.notes] };
}

/** @throws TextFileError */
export function materialOf(reading: Reading, files: readonly TextFile[]): TrainingMaterial {
  const learning = learningOf(reading);
  if (learning.from === 'text') return { material: textMaterial(files.map(({ text }) => text).join('')), header: false, notes: [] };
  if (learning.labelled && files.length > 1 && files.every(({ file, text }) => parseTable(text, file) === undefined))
    return { material: { kind: 'rows', rows: files.flatMap(rowsOfLabel) }, header: false, notes: withoutColumns(reading) };
  return rowsOfTables(reading, files.map(requireTable));
}

/** Said where columns were asked for. */
function withoutColumns({ inputColumn, targetColumn, header }: Reading): string[] {
  if (inputColumn === 1 && targetColumn === 2 && !header) return [];
  return ['These files have no columns: each line is a text of the label that its file is named after.'];
}

/** Each line is a text of the label that the file is named after. */
function rowsOfLabel({ file, text }: TextFile): Row[] {
  const target = labelOf(file);
  const base = path.basename(file);
  return text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const input = line.trim();
    return input === '' ? [] : [{ input, target, place: `${base}:${index + 1}`, file, line: index + 1 }];
  });
}

export const labelOf = (file: string) => path.parse(file).name;

interface NamedTable {
  readonly file: string;
  readonly table: Table;
}

function requireTable({ file, text }: TextFile): NamedTable {
  const table = parseUnnamed(text, file);
  if (table) return { file, table };
  throw new TextFileError(
    `“${path.basename(file)}” has no columns. Put a tab between the text and what belongs to it on each line, or choose a CSV, TSV or JSONL file.`,
  );
}

function rowsOfTables({ inputColumn, targetColumn, header: said }: Reading, tables: readonly NamedTable[]): TrainingMaterial {
  const first = tables[0]?.table as Table;
  const header = said ?? hasHeader(first);
  const names = header ? first.rows[0]?.cells : undefined;
  const notes = said === undefined && names ? [`The first row was taken for the names of the columns: ${names.join(', ')}.`] : [];
  const last = Math.max(inputColumn, targetColumn);
  const short: string[] = [];
  const rows: Row[] = [];
  for (const { file, table } of tables) {
    for (const [index, { cells, line }] of table.rows.entries()) {
      if (index === 0 && names && same(cells, names)) continue;
      const place = `${path.basename(file)}:${line}`;
      if (cells.length < last) short.push(place);
      else {
        const [input, target] = [cells[inputColumn - 1], cells[targetColumn - 1]] as [string, string];
        // What an object's keys take is not known.
        const lead = table.separator === 'JSON' ? {} : { lead: widthOf(cells.slice(0, inputColumn - 1)) };
        rows.push({ input, target, place, file, line, ...lead });
      }
    }
  }
  if (short.length > rows.length) throw tooFewColumns(tables, last);
  if (short.length > 0) notes.push(passedOver(short, last));
  return { material: { kind: 'rows', rows }, header, notes };
}

/** Of cells and the separator after each, in UTF-16 units. */
const widthOf = (cells: readonly string[]) => cells.reduce((sum, { length }) => sum + length + 1, 0);

/** Files of one table may each repeat its header. */
function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, index) => cell === b[index]);
}

function tooFewColumns([named]: readonly NamedTable[], column: number): TextFileError {
  const { file, table } = named as NamedTable;
  const found = table.separator === 'JSON' ? `keys are ${table.names?.join(', ')}` : `values are separated by ${table.separator}`;
  const row = table.rows.find(({ cells }) => cells.length < column);
  const where = row ? ` in line ${row.line}` : '';
  return new TextFileError(
    `“${path.basename(file)}” has no column ${column}${where}; its ${found}. Choose another column, or mend the file.`,
  );
}

function passedOver(places: readonly string[], column: number): string {
  const more = places.length > MOST_SHOWN ? ` and ${(places.length - MOST_SHOWN).toLocaleString('en')} more` : '';
  const lines = places.length === 1 ? 'a line that has' : `${places.length.toLocaleString('en')} lines that have`;
  return `Passed over ${lines} no column ${column}: ${places.slice(0, MOST_SHOWN).join(', ')}${more}.`;
}
