/** What files look like, and so what can be learned from them. A proposal says what was seen; the user decides. */
import path from 'node:path';
import type { ExperimentOptions, Task } from '../engine/experimentSchema';
import type { Interruption } from '../engine/interruption';
import { linesOf } from '../engine/text/lines';
import type { TaskProposal } from '../protocol/engineProtocol';
import { joinTexts } from './joinTexts';
import { parseTable, parseUnnamed, type Table } from './parseTable';
import { labelOf } from './readMaterial';
import { type Encoded, readTextFiles, type TextFile, UNTITLED } from './readTexts';
import { type Bound, chooseColumns, isAligned, isLabels, isTags } from './tableColumns';
import { shortValue, viewTables } from './tableRows';
import { TextFileError } from './textFileError';

/**
 * The likeliest first; `language-model` is always among them.
 * @param text of a document that is not on disk as it is in the editor; it takes precedence. @throws TextFileError, StorageError, CancelledError
 */
export async function proposeTasks(
  paths: readonly string[],
  text?: string,
  encoded: Encoded = {},
  interruption?: Interruption,
): Promise<TaskProposal[]> {
  if (text !== undefined) return proposalsFor([{ file: paths[0] ?? UNTITLED, text }]);
  return proposalsFor((await readTextFiles(paths, encoded, interruption)).files);
}

export function proposalsFor(files: readonly TextFile[]): TaskProposal[] {
  const text = textProposals(files);
  const tables = files.map(tableIn);
  if (tables.length > 0 && tables.every((each) => each !== undefined)) return [...tableProposals(tables), ...text.slice(0, 1)];
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
    return table?.rows.some(({ width }) => width > 1) ? table : undefined;
  } catch (error) {
    if (error instanceof TextFileError) return undefined;
    throw error;
  }
}

/** Where no name says so, sentences with commas are no table: only lines that all have as many of them are. */
function unnamedTable(text: string, file: string): Table | undefined {
  const table = parseUnnamed(text, file);
  if (!table || table.separator === 'tabs' || table.separator === 'JSON') return table;
  const [first, ...others] = table.rows;
  return others.length > 0 && others.every(({ width }) => width === first?.width) ? table : undefined;
}

function tableProposals(tables: readonly Table[]): TaskProposal[] {
  const { header, rows, columns } = viewTables(tables);
  const [labelled, paired] = [chooseColumns(columns, true), chooseColumns(columns, false)];
  if (!labelled || !paired) return [];
  const seen = `${lines(rows.length, tables)} with ${columns.length === 2 ? 'two' : columns.length} columns`;
  const options = ({ input, target }: Bound): ExperimentOptions => ({ inputColumn: input.column, targetColumn: target.column, header });
  const [table] = tables as [Table, ...Table[]];
  const known = columns.map(({ name, cells }, column) => ({
    name: shortValue(name),
    example: shortValue(cells.find((cell) => cell !== '') ?? ''),
    ...(table.names === undefined && { first: shortValue(table.rows[0]?.at(column)?.trim() ?? '') }),
  }));
  const offered = (task: Task, reason: string, bound: Bound) => ({ ...proposal(task, reason, options(bound)), columns: known });
  const proposals: TaskProposal[] = [];
  if (isLabels(labelled.target)) {
    const { target } = labelled;
    const reason = `${seen}; column ${target.column} has ${target.distinct} labels: ${listed(target.cells.filter((cell) => cell !== ''))}`;
    proposals.push(offered('classify', reason, labelled));
    proposals.push(offered('generate-from-label', reason, labelled));
  }
  const example = `${shortValue(paired.input.cells[0] ?? '')} ⇥ ${shortValue(paired.target.cells[0] ?? '')}`;
  const translate = offered('translate', `${seen}: ${example}`, paired);
  const tagged = offered('tag', `${seen}, each as long as the other: ${example}`, paired);
  if (!isAligned(paired.input, paired.target)) return [...proposals, translate];
  return isTags(paired.target) ? [...proposals, tagged, translate] : [...proposals, translate, tagged];
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
  const text = joinTexts(files).text;
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

const linesIn = (text: string) => linesOf(text).filter((line) => line.trim() !== '');

function lines(count: number, [table]: readonly Table[]): string {
  return `${count.toLocaleString('en')} ${table?.separator === 'JSON' ? 'objects' : count === 1 ? 'line' : 'lines'}`;
}

function listed(values: readonly string[]): string {
  const distinct = [...new Set(values)];
  return `${distinct.slice(0, 3).map(shortValue).join(', ')}${distinct.length > 3 ? ', …' : ''}`;
}
