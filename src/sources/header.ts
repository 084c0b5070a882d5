/** Whether the first row of a table names its columns: told by holding it against the rows below. */
import { isUsualName } from './columnNames';
import type { Table, TableRow } from './parseTable';

/** Rows below the first that its look is held against: further ones may look otherwise, as in a file sorted by length. */
const NEAR = 20;
/** Rows in which a value of the first is looked for. */
const FAR = 20_000;
/** So much likelier must the first row be as names than as a row, in natural logarithms: twenty times. */
const ENOUGH = 3;

interface Look {
  of(cell: string): string;
  readonly names: Readonly<Record<string, number>>;
}

/** How likely a name of a column has each look, beside the rows' own shares. Headers of public tables were looked at; only the order of magnitude matters. */
const SPACES: Look = { of: (cell) => (/\s/.test(cell) ? 'words' : 'word'), names: { word: 0.85, words: 0.15 } };
const LENGTH: Look = { of: (cell) => (cell.length > 30 ? 'long' : 'short'), names: { short: 0.97, long: 0.03 } };
const LOOKS: readonly Look[] = [
  { of: (cell) => (/[.!?…,;:"”’)\]]$/.test(cell) ? 'ends' : 'open'), names: { open: 0.98, ends: 0.02 } },
  { of: (cell) => (/\p{Nd}/u.test(cell) ? 'digits' : 'none'), names: { none: 0.93, digits: 0.07 } },
  { of: caseOf, names: { lower: 0.6, capital: 0.25, capitals: 0.12, none: 0.5 } },
];

/** Of what kind a value is: columns hold one kind, so a row of another kind says most. */
const KINDS: Readonly<Record<Kind, number>> = { words: 0.946, number: 0.01, date: 0.004, empty: 0.04 };

export type Kind = 'words' | 'number' | 'date' | 'empty';

export function kindOf(cell: string): Kind {
  const value = cell.trim();
  if (value === '') return 'empty';
  if (/^[+\-−]?[\d.,\u00a0\u202f’']*\d(e[+-]?\d+)?\s?%?$/i.test(value)) return 'number';
  return /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T\s].*)?$|^\d{1,2}:\d{2}(:\d{2})?$/.test(value) ? 'date' : 'words';
}

function caseOf(cell: string): string {
  const letters = cell.match(/\p{L}/gu)?.join('') ?? '';
  const [first = ''] = letters;
  if (first === first.toLowerCase()) return first === '' || first === first.toUpperCase() ? 'none' : 'lower';
  return letters.length > 1 && letters === letters.toUpperCase() ? 'capitals' : 'capital';
}

/**
 * The first row names the columns where, by what the rows look like, it is twenty times likelier among names than among the
 * rows below. Held against the twenty next rows: is it of another kind (a word above numbers or dates), shorter than all, of one
 * word above sentences, without digits, capitals or full stops above values with them? And against all: does it stand nowhere in a
 * column whose values keep coming back (a label that comes once, in the very first row: as likely as, by Good and Turing, a
 * new value is there), or does it come again (then it is a row)? Of each look the column counts that speaks for it most; a
 * column that speaks against it counts always. Where few rows can tell nothing, usual names (`text, label`) do.
 */
export function hasHeader({ rows, names }: Pick<Table, 'rows' | 'names'>): boolean {
  if (names) return false; // they are keys, and no row
  const [first, ...others] = rows.slice(0, FAR);
  if (!first || others.length === 0) return false;
  const cells = Array.from({ length: first.width }, (_, column) => (first.at(column) ?? '').trim());
  const near = others.slice(0, NEAR);
  const columns = cells.map((cell, column) => ({ cell, near: valuesOf(near, column), all: valuesOf(others, column) }));
  const filled = columns.flatMap(({ cell, near }) => (cell === '' ? [] : [{ cell, near: near.filter(Boolean) }]));
  const told = ({ of, names }: Look) => filled.map(({ cell, near }) => ratio(of(cell), near.map(of), names, 1));
  const looks = LOOKS.map((look) => together(told(look)));
  const size = together([...told(SPACES), ...told(LENGTH), ...filled.map(({ cell, near }) => brevity(cell, near))]);
  const kinds = together(columns.map(({ cell, near }) => ratio(kindOf(cell), near.map(kindOf), KINDS, 0.1)));
  const fresh = together(columns.map(({ cell, all }) => freshness(cell, all)));
  return looks.reduce((sum, each) => sum + each, kinds + fresh + size + familiarity(cells)) >= ENOUGH;
}

const valuesOf = (rows: readonly TableRow[], column: number) => rows.map((row) => (row.at(column) ?? '').trim());

/** What speaks for it most and what speaks against it most: columns of one table look alike, so that their evidence is one. */
function together(evidence: readonly number[]): number {
  return Math.max(0, ...evidence) + Math.min(0, ...evidence);
}

/** ln P(look | a name) − ln P(look | a row), of rows by their share, with `prior` rows more of each look. */
function ratio(look: string, rows: readonly string[], names: Readonly<Record<string, number>>, prior: number): number {
  const alike = rows.filter((row) => row === look).length;
  return Math.log(names[look] as number) - Math.log((alike + prior) / (rows.length + prior * Object.keys(names).length));
}

/** Of one that is shorter than almost all: most names above texts are. */
function brevity(cell: string, near: readonly string[]): number {
  const shorter = near.filter(({ length }) => length <= cell.length).length;
  return Math.max(0, Math.log(0.6) - Math.log((shorter + 1) / (near.length + 2)));
}

/** Of a value that comes again, or of one that does not where others do. */
function freshness(cell: string, values: readonly string[]): number {
  if (cell === '' || kindOf(cell) === 'number') return 0;
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.has(cell)) return -4;
  let once = 0;
  let all = 0;
  for (const count of counts.values()) {
    all += count;
    if (count === 1) once++;
  }
  return Math.min(Math.log(100), Math.log(0.97) - Math.log((once + 1) / (all + 1)));
}

/** Names that columns usually have; none that comes twice. */
function familiarity(cells: readonly string[]): number {
  const known = cells.filter(isUsualName).length;
  const named = cells.filter(Boolean);
  if (new Set(named).size < named.length) return -ENOUGH;
  return known === cells.length && known > 1 ? ENOUGH : known >= cells.length / 2 ? ENOUGH / 2 : 0;
}
