/** What files look like, and so what can be learned from them. A proposal says what was seen; the user decides. */
import path from 'node:path';
import type { ExperimentOptions, Task } from '../engine/experimentSchema';
import type { TaskProposal } from '../protocol/engineProtocol';
import { hasHeader, isInputName, isTargetName } from './header';
import { parseTable, parseUnnamed, type Table } from './parseTable';
import { labelOf } from './readMaterial';
import { readTextFiles, type TextFile, TextFileError, UNTITLED } from './readTexts';

/**
 * The likeliest first; `language-model` is always among them.
 * @param text of a document that is not on disk as it is in the editor; it takes precedence. @throws TextFileError, StorageError
 */
export async function proposeTasks(paths: readonly string[], text?: string): Promise<TaskProposal[]> {
  return proposalsFor(text === undefined ? (await readTextFiles(paths)).files : [{ file: paths[0] ?? UNTITLED, text }]);
}

export function proposalsFor(files: readonly TextFile[]): TaskProposal[] {
  const text = textProposals(files);
  const tables = files.map(tableIn);
  const [table] = tables;
  if (table && tables.every((each) => each !== undefined)) return [...tableProposals(table), ...text.slice(0, 1)];
  if (files.length < 2 || tables.some((each) => each !== undefined)) return text;
  const labels = labelProposals(files);
  return isList(files) ? [...labels, ...text] : [...text, ...labels];
}

function proposal(task: Task, reason: string, options: ExperimentOptions = {}): TaskProposal {
  return { task, reason, options: { task, ...options } };
}

/** With a column for a text and one for its target at least. */
function tableIn({ file, text }: TextFile): Table | undefined {
  try {
    const table = path.extname(file) === '' ? unnamedTable(text, file) : parseTable(text, file);
    return table?.rows.some(({ cells }) => cells.length > 1) ? table : undefined;
  } catch (error) {
    if (error instanceof TextFileError) return undefined;
    throw error;
  }
}

/** Where no name says so, sentences with commas are no table: only lines that all have as many of them are. */
function unnamedTable(text: string, file: string): Table | undefined {
  const table = parseUnnamed(text, file);
  if (!table || table.separator === 'tabs' || table.separator === 'JSON') return table;
  const width = table.rows[0]?.cells.length;
  return table.rows.length > 1 && table.rows.every(({ cells }) => cells.length === width) ? table : undefined;
}

interface Column {
  /** Counting from 1. */
  readonly column: number;
  readonly name: string;
  readonly cells: readonly string[];
  readonly distinct: number;
  readonly meanLength: number;
}

function tableProposals(table: Table): TaskProposal[] {
  const header = hasHeader(table);
  const rows = table.rows.slice(header ? 1 : 0);
  const names = header ? table.rows[0]?.cells : table.names;
  const columns = columnsOf(rows, names);
  const text = columns.find(({ name }) => isInputName(name));
  const labels = columns.filter((column) => isLabels(column, rows.length) && column !== text);
  const label = labels.find(({ name }) => isTargetName(name)) ?? labels[0];
  const others = columns.filter((column) => column !== label && column.meanLength > 0);
  const input = text ?? (label ? longest(others) : others[0]);
  const target = columns.find((column) => column !== input && isTargetName(column.name)) ?? columns.find((column) => column !== input);
  if (!input || !target) return [];
  const seen = `${lines(rows.length, table)} with ${columns.length === 2 ? 'two' : columns.length} columns`;
  const example = ({ cells }: Column) => shortened(cells[0] ?? '');
  const options = ({ column }: Column): ExperimentOptions => ({ inputColumn: input.column, targetColumn: column, header });
  const proposals: TaskProposal[] = [];
  if (label) {
    const reason = `${seen}; column ${label.column} has ${label.distinct} labels: ${listed(label.cells)}`;
    proposals.push(proposal('classify', reason, options(label)));
    proposals.push(proposal('generate-from-label', reason, options(label)));
  }
  const reason = `${seen}: ${example(input)} ⇥ ${example(target)}`;
  const translate = proposal('translate', reason, options(target));
  const tagged = proposal('tag', `${seen}, each as long as the other: ${example(input)} ⇥ ${example(target)}`, options(target));
  if (!isAligned(input, target)) return [...proposals, translate];
  return isTags(target) ? [...proposals, tagged, translate] : [...proposals, translate, tagged];
}

function columnsOf(rows: Table['rows'], names: readonly string[] | undefined): Column[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return Array.from({ length: width }, (_, column) => {
    const cells = rows.flatMap((row) => row.cells[column] ?? []);
    const length = cells.reduce((sum, cell) => sum + cell.length, 0);
    return {
      column: column + 1,
      name: names?.[column] ?? '',
      cells,
      distinct: new Set(cells).size,
      meanLength: length / Math.max(1, cells.length),
    };
  });
}

/** A few short values that come again and again. */
function isLabels({ distinct, meanLength, cells }: Column, rows: number): boolean {
  return distinct >= 2 && distinct <= Math.min(200, rows / 3) && meanLength > 0 && meanLength <= 40 && cells.length >= rows * 0.9;
}

function longest(columns: readonly Column[]): Column | undefined {
  return columns.reduce<Column | undefined>((a, b) => (a && a.meanLength >= b.meanLength ? a : b), undefined);
}

function isAligned(input: Column, target: Column): boolean {
  const alike = input.cells.filter((cell, row) => [...cell].length === [...(target.cells[row] ?? '')].length).length;
  return input.meanLength > 0 && alike >= input.cells.length * 0.95;
}

/** Tags are of few kinds. */
function isTags({ cells }: Column): boolean {
  return new Set(cells.join('')).size <= 12;
}

function labelProposals(files: readonly TextFile[]): TaskProposal[] {
  const count = files.reduce((sum, { text }) => sum + linesIn(text).length, 0);
  const labels = files.map(({ file }) => labelOf(file));
  const reason = `${files.length} files, one for each label: ${listed(labels)}; ${count.toLocaleString('en')} lines`;
  return [proposal('classify', reason), proposal('generate-from-label', reason)];
}

/** Short lines that do not end as sentences do. */
function isList(files: readonly TextFile[]): boolean {
  const all = files.flatMap(({ text }) => linesIn(text).slice(0, 100));
  return all.filter((line) => line.length <= 60 && !/[.,;:!?]$/.test(line)).length >= all.length * 0.9;
}

function textProposals(files: readonly TextFile[]): TaskProposal[] {
  const text = files.map((file) => file.text).join('');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const seen = `${text.length.toLocaleString('en')} characters of text`;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const accents = text.normalize('NFD').match(/\p{M}/gu)?.length ?? 0;
  const marks = text.match(/\p{P}/gu)?.length ?? 0;
  const proposals: TaskProposal[] = [proposal('language-model', seen), proposal('infill', `${seen}: a gap can be filled from both sides`)];
  const restore = (rule: 'case' | 'accents' | 'punctuation', count: number, what: string) => {
    if (count > 0 && count >= letters * 0.005)
      proposals.push(proposal('tag', `${seen}: ${count.toLocaleString('en')} ${what} can be restored`, { rule }));
  };
  restore('case', capitals < letters ? capitals : 0, 'capital letters');
  restore('accents', accents, 'accents');
  restore('punctuation', marks, 'punctuation marks');
  return proposals;
}

const linesIn = (text: string) => text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');

function lines(count: number, { separator }: Table): string {
  return `${count.toLocaleString('en')} ${separator === 'JSON' ? 'objects' : count === 1 ? 'line' : 'lines'}`;
}

function listed(values: readonly string[]): string {
  const distinct = [...new Set(values)];
  return `${distinct.slice(0, 3).map(shortened).join(', ')}${distinct.length > 3 ? ', …' : ''}`;
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= 30 ? text : `${characters.slice(0, 29).join('')}…`;
}
