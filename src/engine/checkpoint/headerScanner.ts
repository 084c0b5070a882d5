/**
 * The fields of a header's JSON object one at a time, as they stand in the text: a header is written by strangers, and
 * `JSON.parse` would make 1.5 GB of 32 MB of brackets, and keep the last of two equal names without a word.
 */
import { CheckpointError, DAMAGED } from './checkpointError';
import { requireHeaderText, requireNew } from './headerText';

export interface Field {
  readonly name: string;
  /** What JSON says of it. */
  readonly value: unknown;
}

/** In UTF-16 units: of what stands about one tensor. */
const LONGEST_ENTRY = 4096;
const MOST_METADATA = 10_000;
/** The one field that may be long: a table of texts, which has nothing nested in it. */
export const METADATA = '__metadata__';

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d];
const [OPEN_LIST, CLOSE_LIST, COLON, COMMA] = [0x5b, 0x5d, 0x3a, 0x2c];

/** In their order. @param most of them @throws CheckpointError where the text is no JSON object, or names something twice */
export function* fieldsOf(json: string, most: number): Generator<Field> {
  const names = new Set<string>();
  let at = afterSpace(json, 0);
  if (json.charCodeAt(at) !== OPEN) throw new CheckpointError(`${DAMAGED}its header is not a JSON object.`);
  at = afterSpace(json, at + 1);
  if (json.charCodeAt(at) === CLOSE) return requireEnd(json, at + 1);
  for (;;) {
    if (json.charCodeAt(at) !== QUOTE) throw notJson();
    const end = afterText(json, at);
    const name = requireNew(names, json.slice(at, end));
    if (names.size > most)
      throw new CheckpointError(`The header of this file names more than ${most.toLocaleString('en')} tensors, and Unroll reads no more.`);
    at = afterSpace(json, end);
    if (json.charCodeAt(at) !== COLON) throw notJson();
    at = afterSpace(json, at + 1);
    const after = afterValue(json, at, name);
    const text = json.slice(at, after);
    requireHeaderText(text);
    yield { name, value: parsed(text) };
    at = afterSpace(json, after);
    const next = json.charCodeAt(at);
    if (next === CLOSE) return requireEnd(json, at + 1);
    if (next !== COMMA) throw notJson();
    at = afterSpace(json, at + 1);
  }
}

/** Where a value ends. A tensor's is short; metadata has nothing nested in it. */
function afterValue(json: string, start: number, name: string): number {
  const isTable = name === METADATA;
  const most = isTable ? Number.POSITIVE_INFINITY : start + LONGEST_ENTRY;
  const deepest = isTable ? 1 : Number.POSITIVE_INFINITY;
  let [depth, fields] = [0, 0];
  for (let at = start; at < json.length; at++) {
    if (at > most) throw new CheckpointError(`${DAMAGED}the header says more about the tensor ${name} than there is to say.`);
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = afterText(json, at) - 1;
    else if (code === OPEN || code === OPEN_LIST) {
      if (++depth > deepest) throw new CheckpointError(`${DAMAGED}its metadata is not a table of texts.`);
    } else if (code === CLOSE || code === CLOSE_LIST) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (code === COMMA) {
      if (depth === 0) return at;
      if (isTable && ++fields >= MOST_METADATA)
        throw new CheckpointError(`Its metadata has more than ${MOST_METADATA.toLocaleString('en')} fields, the most that Unroll reads.`);
    }
  }
  throw notJson();
}

/** @param start where its quote is @returns where the text goes on */
function afterText(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  throw notJson();
}

function afterSpace(json: string, start: number): number {
  let at = start;
  while (at < json.length && ' \t\n\r'.includes(json.charAt(at))) at++;
  return at;
}

function requireEnd(json: string, at: number): void {
  if (afterSpace(json, at) < json.length) throw notJson();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

const notJson = () => new CheckpointError(`${DAMAGED}its header is not JSON.`);
