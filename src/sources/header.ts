/** Whether the first row of a table names its columns: told by the names that columns have. */
import type { Table } from './parseTable';

const INPUTS = ['text', 'input', 'source', 'sentence', 'message', 'review', 'content', 'title', 'name', 'word', 'src', 'english', 'en'];
const TARGETS = [
  'label',
  'class',
  'category',
  'sentiment',
  'target',
  'translation',
  'output',
  'tags',
  'tag',
  'language',
  'lang',
  'tgt',
  'topic',
];
const OTHERS = ['id', 'index', 'date', 'author', 'french', 'german', 'spanish', 'italian', 'fr', 'de', 'es', 'it', 'score'];
const NAMES = new Set([...INPUTS, ...TARGETS, ...OTHERS]);

export function hasHeader({ rows, names }: Table): boolean {
  if (names) return false; // they are keys, and no row
  const [first, ...others] = rows;
  if (!first || others.length === 0) return false;
  const known = first.cells.filter((cell) => NAMES.has(named(cell))).length;
  const recurs = first.cells.some((cell, column) => others.some(({ cells }) => cells[column] === cell && NAMES.has(named(cell))));
  return known > 0 && known >= first.cells.length / 2 && !recurs;
}

export function isInputName(name: string): boolean {
  return INPUTS.includes(named(name));
}

export function isTargetName(name: string): boolean {
  return TARGETS.includes(named(name));
}

const named = (cell: string) => cell.trim().toLowerCase();
