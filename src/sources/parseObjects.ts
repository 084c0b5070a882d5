/** JSON objects, one in each line or all in a list → rows. Keys name the columns; what is nested has a path. */
import path from 'node:path';
import { linesOf } from '../engine/text/lines';
import { shortened } from '../engine/text/shortened';
import type { Table, TableRow } from './parseTable';
import { TextFileError } from './textFileError';

/** As many as a column's number can say. */
const MOST_NAMES = 999;
/** Keys in a path, and how deeply a value may be nested that is read as JSON. */
const MOST_NESTED = 64;
/** Longer paths are no names. */
const LONGEST_NAME = 200;

interface Item {
  readonly item: unknown;
  readonly line: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** @throws TextFileError where it is not JSON, or other JSON */
export function parseObjects(text: string, file: string): Table {
  const items = listIn(text, file) ?? itemsByLine(text, file);
  const objects = items.map(({ item, line }) => {
    if (isFields(item)) return { item, line };
    throw mistake(file, line, 'this is not an object. Each row is one, such as {"text": "…", "label": "…"}.');
  });
  const names = namesOf(objects.map(({ item }) => item));
  return { rows: objects.map(({ item, line }) => new ObjectRow(item, line, names, file)), separator: 'JSON', names, remarks: [] };
}

class ObjectRow implements TableRow {
  constructor(
    private readonly fields: Fields,
    readonly line: number,
    private readonly names: readonly string[],
    private readonly file: string,
  ) {}

  get width(): number {
    return this.names.length;
  }

  at(column: number): string | undefined {
    const name = this.names[column];
    const value = name === undefined ? undefined : fieldOf(this.fields, name);
    if (value === undefined || typeof value === 'string') return value;
    if (value === null) return '';
    if (typeof value !== 'object') return String(value);
    if (isShallow(value)) return JSON.stringify(value);
    throw mistake(this.file, this.line, `“${name}” is nested more than ${MOST_NESTED} deep. Choose another column, or take the line out.`);
  }
}

/** A key of that very name; else along the path that the name is. */
function fieldOf(fields: Fields, name: string): unknown {
  let within = fields;
  let rest = name;
  while (!Object.hasOwn(within, rest)) {
    let dot = rest.indexOf('.');
    while (dot >= 0 && !isFields(ownOf(within, rest.slice(0, dot)))) dot = rest.indexOf('.', dot + 1);
    if (dot < 0) return undefined;
    within = within[rest.slice(0, dot)] as Fields;
    rest = rest.slice(dot + 1);
  }
  return within[rest];
}

const ownOf = (fields: Fields, name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);

function namesOf(objects: readonly Fields[]): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    if (names.size < MOST_NAMES && name.length <= LONGEST_NAME) names.add(name);
  };
  for (const fields of objects) for (const name of Object.keys(fields)) add(name);
  for (const fields of objects) {
    if (names.size >= MOST_NAMES) break;
    const open: [path: string, depth: number, value: Fields][] = [['', 0, fields]];
    for (const [parent, depth, within] of open) {
      for (const [key, value] of Object.entries(within)) {
        const name = depth === 0 ? key : `${parent}.${key}`;
        add(name);
        if (isFields(value) && name.length <= LONGEST_NAME && depth < MOST_NESTED) open.push([name, depth + 1, value]);
      }
    }
  }
  return [...names];
}

/** Lists and objects in one another; without recursion, as depth is a stranger's. */
function isShallow(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= MOST_NESTED) return false;
    level = level.flatMap((each) => Object.values(each).filter((inner) => typeof inner === 'object' && inner !== null));
  }
  return true;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns undefined for a text that is not one JSON value of several lines @throws TextFileError for one that is no list */
function listIn(text: string, file: string): Item[] | undefined {
  const begins = text.trimStart();
  if (!begins.startsWith('[') && !begins.startsWith('{')) return undefined;
  const whole = begins.startsWith('[') || !isJson(begins.slice(0, firstEnd(begins))) || !/\S/.test(begins.slice(firstEnd(begins)));
  const value = whole ? parsed(text) : undefined;
  if (Array.isArray(value)) {
    const lines = linesOfElements(text);
    return value.map((item: unknown, index) => ({ item, line: lines[index] ?? 1 }));
  }
  if (!isFields(value)) return undefined;
  const list = Object.keys(value).find((key) => Array.isArray(value[key]) && (value[key] as unknown[]).some(isFields));
  if (list === undefined && firstEnd(begins) >= begins.trimEnd().length)
    return [{ item: value, line: linesOf(text.slice(0, text.length - begins.length)).length }];
  const what = list === undefined ? 'a list of objects is read' : `its rows are in “${shortened(list)}”`;
  throw mistake(
    file,
    undefined,
    `this is one object, and ${what}. Save the list by itself: [{"text": "…", "label": "…"}, …], or each object on a line of its own.`,
  );
}

const firstEnd = (text: string) => {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
};

const isJson = (text: string) => parsed(text) !== undefined;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function itemsByLine(text: string, file: string): Item[] {
  return linesOf(text).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const item = parsed(line);
    if (item !== undefined) return [{ item, line: index + 1 }];
    throw mistake(file, index + 1, 'this is not JSON. Each line is an object, such as {"text": "…", "label": "…"}.');
  });
}

/** Where each element of a list begins. @param text that is JSON */
function linesOfElements(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let awaited = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\n' || (character === '\r' && text[at + 1] !== '\n')) line++;
    if (/\s/.test(character)) continue;
    if (character === ']' || character === '}') depth--;
    else if (awaited && depth === 1) lines.push(line);
    awaited = depth === 1 && character === ',';
    if (character === '"') at = endOfString(text, at);
    if (character === '[' || character === '{') {
      depth++;
      awaited = depth === 1;
    }
  }
  return lines;
}

/** Of the mark that closes it. */
function endOfString(text: string, begin: number): number {
  let end = begin + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function mistake(file: string, line: number | undefined, what: string): TextFileError {
  return new TextFileError(`“${path.basename(file)}”${line === undefined ? '' : `, line ${line}`}: ${what}`);
}
