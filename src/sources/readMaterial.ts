/** Training files → what an experiment learns from: running text, rows of a table, or a file of texts for each label. */
import path from 'node:path';
import { type Material, type Row, textMaterial } from '../engine/data/material';
import type { Experiment } from '../engine/experimentSchema';
import type { Interruption } from '../engine/interruption';
import { learningOf } from '../engine/tasks/tasks';
import type { Form } from '../engine/text/form';
import { linesOf } from '../engine/text/lines';
import { materialInForm } from '../engine/text/materialInForm';
import { someOf } from '../engine/text/someOf';
import { joinTexts } from './joinTexts';
import { parseTable, parseUnnamed } from './parseTable';
import { MOST_NAMED } from './passedOver';
import { readTextFiles, type TextFile } from './readTexts';
import { type ColumnsSaid, type NamedTable, rowsOfTables, type TableRows } from './tableRows';
import { TextFileError } from './textFileError';

/** Of a table also whether its first row names its columns, and which they are: as was said, or found. */
export interface TrainingMaterial extends Omit<TableRows, 'rows'> {
  readonly material: Material;
}

/** What it is read by; what is not said of columns is found. */
export type Reading = Pick<Experiment, 'task'> & Partial<Pick<Experiment, 'rule' | 'encoding' | keyof Form>> & ColumnsSaid;

const NO_COLUMNS = { header: false, inputColumn: 1, targetColumn: 2 } as const;

/** @throws TextFileError, StorageError, CancelledError */
export async function readMaterial(reading: Reading, paths: readonly string[], interruption?: Interruption): Promise<TrainingMaterial> {
  const { files, notes } = await readTextFiles(paths, reading, interruption);
  const read = materialOf(reading, files);
  return { ...read, notes: [...notes, ...read.notes] };
}

/** In the form that the experiment says, lf and nfc where it says none. @throws TextFileError */
export function materialOf(reading: Reading, files: readonly TextFile[]): TrainingMaterial {
  const { lineEnds = 'lf', normalization = 'nfc' } = reading;
  const read = asItIs(reading, files, lineEnds);
  const learning = learningOf(reading);
  const { material, notes } = materialInForm(read.material, { lineEnds, normalization }, learning.from === 'rows' && learning.aligned);
  return { ...read, material, notes: [...read.notes, ...notes] };
}

function asItIs(reading: Reading, files: readonly TextFile[], lineEnds: Form['lineEnds']): TrainingMaterial {
  const learning = learningOf(reading);
  if (learning.from === 'text') {
    const { text, notes } = joinTexts(files, lineEnds);
    return { ...NO_COLUMNS, material: textMaterial(text), notes: [...tablesAsText(files), ...notes] };
  }
  if (learning.labelled && files.length > 1 && files.every(({ file, text }) => parseTable(text, file) === undefined))
    return { ...NO_COLUMNS, material: { kind: 'rows', rows: files.flatMap(rowsOfLabel) }, notes: [oneForEachLabel(files)] };
  const { rows, ...found } = rowsOfTables(reading, learning, files.map(requireTable));
  return { ...found, material: { kind: 'rows', rows } };
}

/** Of these names a file is meant as a table. */
const OF_TABLES = /\.(csv|tsv|tab|jsonl|ndjson)$/i;

function tablesAsText(files: readonly TextFile[]): string[] {
  const tables = files.map(({ file }) => path.basename(file)).filter((name) => OF_TABLES.test(name));
  if (tables.length === 0) return [];
  const read = tables.length === 1 ? 'is a table and is read as running text' : 'are tables and are read as running text';
  return [
    `${someOf(tables, MOST_NAMED)} ${read}, with all that stands between the values. To learn from rows, choose a task for them, such as classify.`,
  ];
}

function oneForEachLabel(files: readonly TextFile[]): string {
  const labels = [...new Set(files.map(({ file }) => labelOf(file)))];
  return `${files.length.toLocaleString('en')} files without columns: each line is a text of the label that its file is named after (${someOf(labels, MOST_NAMED)}).`;
}

/** Each line is a text of the label that the file is named after. */
function rowsOfLabel({ file, text }: TextFile): Row[] {
  const target = labelOf(file);
  const base = path.basename(file);
  return linesOf(text).flatMap((line, index) => {
    const input = line.trim();
    return input === '' ? [] : [{ input, target, place: `${base}:${index + 1}`, file, line: index + 1 }];
  });
}

export const labelOf = (file: string) => path.parse(file).name.trim();

function requireTable({ file, text }: TextFile): NamedTable {
  const table = parseUnnamed(text, file);
  if (table) return { file, table };
  throw new TextFileError(
    `“${path.basename(file)}” has no columns: nothing separates a text from what belongs to it. Put a tab between them in each line, or choose a CSV, TSV or JSON file that has both.`,
  );
}
