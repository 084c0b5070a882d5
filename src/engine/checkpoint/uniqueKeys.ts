/** `JSON.parse` silently keeps the last of two equal keys: two readers could see two different files in one. */
import { CheckpointError } from './checkpointError';

/** For text that is known to be JSON. @throws CheckpointError naming a key that an object has twice, or `__proto__` */
export function requireUniqueKeys(json: string): void {
  /** The keys of each object that is open here; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let previous = '';
  for (let at = 0; at < json.length; at++) {
    const character = json.charAt(at);
    if (/\s/.test(character)) continue;
    if (character === '{') open.push(new Set());
    if (character === '[') open.push(undefined);
    if (character === '}' || character === ']') open.pop();
    if (character === '"') {
      const start = at++;
      while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
      const keys = previous === '{' || previous === ',' ? open.at(-1) : undefined;
      if (keys) requireNew(keys, JSON.parse(json.slice(start, at + 1)) as string);
    }
    previous = character;
  }
}

const LONGEST_KEY = 500;

function requireNew(keys: Set<string>, key: string): void {
  if (key.length > LONGEST_KEY)
    throw new CheckpointError(`This file is damaged or made to deceive: its header has a name of ${key.length} characters.`);
  if (keys.has(key)) throw new CheckpointError(`This file is damaged or made to deceive: its header names ${key} twice.`);
  if (key === '__proto__') throw new CheckpointError('This file is made to deceive: its header uses the name __proto__.');
  keys.add(key);
}
