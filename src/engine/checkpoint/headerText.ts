/**
 * What a header says of one tensor, or as its metadata, is looked at before it is parsed. `JSON.parse` makes all that a text says,
 * however deep, and silently keeps the last of two equal keys: two readers could see two different files in one.
 */
import { CheckpointError, DAMAGED } from './checkpointError';

/** A tensor is an object with two lists; metadata is an object of texts. */
const DEEPEST = 4;
const LONGEST_KEY = 500;

/** @param json what may be JSON @throws CheckpointError for what no header has, naming a key that an object has twice, or `__proto__` */
export function requireHeaderText(json: string): void {
  /** The keys of each object that is open here; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  for (let at = 0; at < json.length; at++) {
    const character = json.charAt(at);
    if (/\s/.test(character)) continue;
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > DEEPEST) throw new CheckpointError(`${DAMAGED}its header has more lists in lists than that of any network.`);
    }
    if (character === '}' || character === ']') open.pop();
    if (character === '"') {
      const start = at++;
      while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
      const keys = previous === '{' || previous === ',' ? open.at(-1) : undefined;
      if (keys) requireNew(keys, json.slice(start, at + 1));
    }
    previous = character;
  }
}

/** @param written as it stands in the header, with its quotes @returns the key @throws CheckpointError as `requireHeaderText` */
export function requireNew(keys: Set<string>, written: string): string {
  if (written.length > 6 * LONGEST_KEY)
    throw new CheckpointError(`This file is damaged or made to deceive: its header has a name of ${written.length} characters.`);
  const key = keyIn(written);
  if (key.length > LONGEST_KEY)
    throw new CheckpointError(`This file is damaged or made to deceive: its header has a name of ${key.length} characters.`);
  if (keys.has(key)) throw new CheckpointError(`This file is damaged or made to deceive: its header names ${key} twice.`);
  if (key === '__proto__') throw new CheckpointError('This file is made to deceive: its header uses the name __proto__.');
  keys.add(key);
  return key;
}

function keyIn(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch {
    throw new CheckpointError(`${DAMAGED}its header is not JSON.`);
  }
}
