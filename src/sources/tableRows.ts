/** Tables → rows of an input and its target: columns are bound by name where they have names, and what was found is said. */
import path from 'node:path';
import type { Row } from '../engine/data/material';
import type { Experiment } from '../engine/experimentSchema';
import type { FromRows } from '../engine/tasks/task';
import { shortened } from '../engine/text/shortened';
import { someOf } from '../engine/text/someOf';
import { hasHeader } from './header';
import type { Table, TableRow } from './parseTable';
import { type Column, chooseColumns, columnsOf } from './tableColumns';
import { TextFileError } from './textFileError';

/** Lines, and names, that a sentence names. */
const MOST_PLACES = 3;
const MOST_NAMES = 8;
/** A longer name is not kept: its number is. */
const LONGEST_NAME = 200;

/** What is said of the columns. What is not is chosen. */
export interface ColumnsSaid {
  readonly inputColumn?: Experiment['inputColumn'] | undefined;
  readonly targetColumn?: Experiment['targetColumn'] | undefined;
  readonly header?: boolean | undefined;
  /** Where a table has no names, columns that are said by theirs are chosen too, and no mistake. */
  readonly elseChosen?: boolean | undefined;
}

export interface NamedTable {
  readonly file: string;
  readonly table: Table;
}

export interface TableView {
  /** Whether the first row names the columns. */
  readonly header: boolean;
  /** From the header, or the keys of objects. */
  readonly names: readonly string[] | undefined;
  /** Of all tables that have the same names, without their headers. */
  readonly rows: readonly TableRow[];
  readonly columns: readonly Column[];
}

/** @param asked names that columns are asked for by: a first row with one of them is a header */
export function viewTables([first, ...others]: readonly Table[], said?: boolean, asked: readonly string[] = []): TableView {
  if (!first) return { header: false, names: undefined, rows: [], columns: [] };
  const cells = cellsOf(first.rows[0]);
  const header = first.names === undefined && (said ?? (asked.some((name) => cells.includes(name)) || hasHeader(first)));
  const names = header ? cells : first.names;
  const alike = others.filter((table) => table.names === undefined || (names && same(table.names, names)));
  const rows = [
    ...first.rows.slice(header ? 1 : 0),
    ...alike.flatMap((table) => table.rows.slice(header && same(cellsOf(table.rows[0]), cells) ? 1 : 0)),
  ];
  return { header, names, rows, columns: columnsOf(rows, names, first.separator) };
}

const cellsOf = (row: TableRow | undefined) => Array.from({ length: row?.width ?? 0 }, (_, column) => (row?.at(column) ?? '').trim());

export interface TableRows {
  readonly rows: readonly Row[];
  readonly header: boolean;
  /** By name where they have one that is no other's. */
  readonly inputColumn: Experiment['inputColumn'];
  readonly targetColumn: Experiment['targetColumn'];
  /** What was found, and what was passed over: whole sentences. */
  readonly notes: readonly string[];
}

/** @param tables one at least @throws TextFileError where a column is not there, or most rows lack one */
export function rowsOfTables(said: ColumnsSaid, { labelled, columns: words }: FromRows, tables: readonly NamedTable[]): TableRows {
  const [{ file, table }] = tables as [NamedTable, ...NamedTable[]];
  const asked = [said.inputColumn, said.targetColumn].filter((column) => typeof column === 'string');
  const view = viewTables(
    tables.map(({ table }) => table),
    said.header,
    asked,
  );
  const chosen = said.elseChosen && !view.names ? asked : [];
  const find = (column: number | string | undefined) =>
    column === undefined || chosen.includes(column as string) ? undefined : columnCalled(column, view, file);
  const [input, target] = [find(said.inputColumn), find(said.targetColumn)];
  const bound = chooseColumns(view.columns, labelled, { ...(input && { input }), ...(target && { target }) });
  if (!bound) throw tooFewColumns(file, table, undefined);
  if (bound.input === bound.target)
    throw new TextFileError(`The ${words.input} and the ${words.target} are to be in the same column: choose another for one of them.`);
  const rows: Row[] = [];
  const lacking = { input: [] as string[], target: [] as string[] };
  const beyond: string[] = [];
  const elsewhere: string[] = [];
  const width = widthOf(view);
  for (const each of tables) {
    const { positions, from, remark } = placed(each, bound.input, bound.target, view, said.header);
    if (remark) elsewhere.push(remark);
    for (const row of each.table.rows.slice(from)) {
      const place = `${path.basename(each.file)}:${row.line}`;
      if (each.table.separator !== 'JSON' && isBeyond(row, width)) beyond.push(place);
      const [read, told] = positions.map((column) => row.at(column)) as [string | undefined, string | undefined];
      if (read === undefined) lacking.input.push(place);
      else if (told === undefined) lacking.target.push(place);
      else
        rows.push({
          input: read.trim() === '' ? '' : read,
          target: labelled ? told.trim() : told,
          place,
          file: each.file,
          line: row.line,
          // What an object's keys take is not known.
          ...(each.table.separator === 'JSON' ? {} : { lead: widthBefore(row, positions[0]) }),
        });
    }
  }
  const passed = (['input', 'target'] as const).filter((which) => lacking[which].length > 0);
  const all = rows.length + lacking.input.length + lacking.target.length;
  if (all > 2 * rows.length) throw tooFewColumns(file, table, bound[passed.at(-1) ?? 'target']);
  const notes = [
    found(tables, view, said.header, bound, all),
    ...elsewhere,
    ...passed.map((which) => passedOver(lacking[which], bound[which])),
    ...(beyond.length > 0 ? [beyondColumns(beyond, width, table.separator)] : []),
  ];
  return { rows, header: view.header, inputColumn: calledBy(bound.input, view), targetColumn: calledBy(bound.target, view), notes };
}

/** @throws TextFileError for one that is not there */
function columnCalled(called: number | string, { header, names, columns }: TableView, file: string): Column {
  const name = path.basename(file);
  if (typeof called === 'number') {
    const column = columns[called - 1];
    if (column) return column;
    throw new TextFileError(
      `“${name}” has no column ${called}; it has ${listed(columns.map(inWords))}. Choose another column, or mend the file.`,
    );
  }
  if (!names)
    throw new TextFileError(
      `“${name}” has no column “${shortValue(called)}”: no row names its columns. Choose one by its number, from 1 to ${columns.length}, or say that row 1 is a header.`,
    );
  const matching = columns.filter((column) => column.name === called.trim());
  if (matching.length === 1) return matching[0] as Column;
  if (matching.length > 1)
    throw new TextFileError(
      `“${name}” has ${matching.length} columns called “${shortValue(called)}”. Choose one by its number: ${matching.map(({ column }) => column).join(' or ')}.`,
    );
  throw new TextFileError(
    `“${name}” has no ${header ? 'column' : 'key'} “${shortValue(called)}”. It has ${listed(columns.map((column) => column.name))}. Choose one of these or its number, or give one of them that name.`,
  );
}

/** Columns that the header has, or else most rows. */
function widthOf({ header, names, rows }: TableView): number {
  if (header && names) return names.length;
  const widths = new Map<number, number>();
  for (const { width } of rows) widths.set(width, (widths.get(width) ?? 0) + 1);
  return [...widths].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0];
}

function isBeyond(row: TableRow, width: number): boolean {
  for (let column = width; column < row.width; column++) if (row.at(column)?.trim()) return true;
  return false;
}

interface Placed {
  /** Counting from 0; −1 where an object has no such key. */
  readonly positions: readonly [input: number, target: number];
  /** The first row that is no header. */
  readonly from: number;
  /** Where it is not plain. */
  readonly remark?: string;
}

/** Where a table of several has the columns: by its own names where it has some, else by their place. @throws TextFileError */
function placed({ table, file }: NamedTable, input: Column, target: Column, view: TableView, said: boolean | undefined): Placed {
  const { header, names } = view;
  const byPlace = [input.column - 1, target.column - 1] as const;
  const own = table.names ?? cellsOf(table.rows[0]);
  if (names && same(own, names)) return { positions: byPlace, from: header ? 1 : 0 };
  const byName = [own.indexOf(input.name), own.indexOf(target.name)] as const;
  if (table.names && names) return { positions: byName, from: 0 };
  const name = path.basename(file);
  if (names && byName.every((column) => column >= 0))
    return { positions: byName, from: 1, remark: `${name} has its columns in another order: they are bound by name.` };
  if (said === false || !hasHeader(table))
    return names && table.names === undefined
      ? { positions: byPlace, from: 0, remark: `${name} has no header: its columns are taken by their place.` }
      : { positions: byPlace, from: 0 };
  if (names)
    throw new TextFileError(
      `“${name}” has other columns than the first file: ${listed(own)}. Name them alike in all files (${inWords(input)}, ${inWords(target)}), or train on one of them.`,
    );
  return {
    positions: byPlace,
    from: 1,
    remark: `${name}: row 1 is read as a header (${listed(own)}); its columns are taken by their place.`,
  };
}

function calledBy({ column, name }: Column, { names }: TableView): number | string {
  const once = names?.filter((each) => each.trim() === name).length === 1;
  return once && name !== '' && name.length <= LONGEST_NAME ? name : column;
}

/** Of cells and the separator after each, in UTF-16 units. */
function widthBefore(row: TableRow, column: number): number {
  let width = 0;
  for (let before = 0; before < column; before++) width += (row.at(before)?.length ?? 0) + 1;
  return width;
}

/** Files of one table may each repeat its header. */
function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, index) => cell === b[index]);
}

/** “names.csv: 300 rows of values between commas; row 1 is read as a header: label, poem; label → target, poem → input.” */
function found(
  tables: readonly NamedTable[],
  view: TableView,
  said: boolean | undefined,
  bound: { input: Column; target: Column },
  rows: number,
): string {
  const [{ file, table }] = tables as [NamedTable, ...NamedTable[]];
  const names = listed(view.names ?? []);
  const header = table.names
    ? `keys are ${names}`
    : view.header
      ? `row 1 is read as a header: ${names}`
      : said === undefined
        ? 'no header: row 1 is a row like the others'
        : 'no header';
  const more = tables.length === 1 ? '' : ` and ${tables.length - 1} more`;
  const count = `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`;
  return [
    `${path.basename(file)}${more}: ${count} ${table.separator === 'JSON' ? 'of JSON' : `of values between ${table.separator}`}`,
    ...table.remarks,
    header,
    `${inWords(bound.target)} → target, ${inWords(bound.input)} → input.`,
  ].join('; ');
}

const inWords = ({ column, name }: Column) => (name === '' ? `column ${column}` : shortValue(name));

function listed(names: readonly string[]): string {
  return someOf(names.map(shortValue), MOST_NAMES);
}

/** A value of a table in a sentence: on one line. */
export const shortValue = (text: string): string => shortened(text.slice(0, 200).replace(/\s+/g, ' '), 30);

function tooFewColumns(file: string, table: Table, column: Column | undefined): TextFileError {
  const has = table.names ? `keys are ${listed(table.names)}` : `values are separated by ${table.separator}`;
  const row = table.rows.find((row) => row.at((column?.column ?? 2) - 1) === undefined);
  const where = row ? ` in line ${row.line}` : '';
  return new TextFileError(
    `“${path.basename(file)}” has no ${column ? inWords(column) : 'column 2'}${where}; its ${has}. Choose another column, or mend the file.`,
  );
}

function passedOver(places: readonly string[], column: Column): string {
  const rows = places.length === 1 ? 'a row that has' : `${places.length.toLocaleString('en')} rows that have`;
  return `Passed over ${rows} no ${inWords(column)}: ${somePlaces(places)}.`;
}

/** As of a text with a comma in it that nobody put between quotation marks. */
function beyondColumns(places: readonly string[], width: number, separator: Table['separator']): string {
  const rows = places.length === 1 ? 'A row has' : `${places.length.toLocaleString('en')} rows have`;
  return `${rows} more than ${width} values, and what comes after those is not read: ${somePlaces(places)}. Put a value that has ${separator} in it between quotation marks.`;
}

const somePlaces = (places: readonly string[]): string => someOf(places, MOST_PLACES);
