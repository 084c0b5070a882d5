/** What comes from files as parts of a Python program: names, comments and docstrings that are nothing but that, whatever somebody wrote. */

/** Words of Python, and what the generated programs call things. */
const TAKEN =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with match case type print len range zip tuple list dict set str int float bool abs max min sum super self x state torch nn F math json os re numpy unicodedata Path';

/** ASCII, and the letters of Latin, Greek and Cyrillic that every Python takes as they are. */
const PLAIN = /[A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03c9\u0400-\u0481]/u;

/**
 * Names for Python, each its own: the same for the same name, another one for another. What Python does not take in a name, or
 * takes for the same as something else, is written by its code point.
 */
export class PythonNames {
  private readonly given = new Map<string, string>();
  private readonly taken: Set<string>;

  /** @param others that are not to be had either */
  constructor(others: Iterable<string> = []) {
    this.taken = new Set([...TAKEN.split(' '), ...others]);
  }

  /** @param key what it stands for @param proposed what it should be called */
  of(key: string, proposed = key): string {
    const known = this.given.get(key);
    if (known !== undefined) return known;
    const plain = [...proposed.normalize('NFKC')]
      .map((character) => (PLAIN.test(character) ? character : `u${(character.codePointAt(0) as number).toString(16)}`))
      .join('');
    const base = /^[0-9]|^$|^__/.test(plain) ? `n${plain}` : plain;
    let name = base;
    for (let count = 2; this.taken.has(name); count++) name = `${base}_${count}`;
    this.taken.add(name);
    this.given.set(key, name);
    return name;
  }
}

/** Line ends, controls, and marks that change the order in which a line is read, are spaces: a comment is one line. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();

export const comment = (text: string): string => `# ${oneLine(text)}`.trimEnd();

/** A text between three quotation marks, as it stands in a program. @param indent before its further lines */
export function docstring(lines: readonly string[], indent: string): string {
  const inside = lines.map((line) => oneLine(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  if (inside.length === 1) return `"""${inside[0]}"""`;
  return [`"""${inside[0] ?? ''}`, ...inside.slice(1).map((line) => (line === '' ? '' : indent + line)), `${indent}"""`].join('\n');
}

/** Each line of a text further in; empty lines stay empty. */
export const indented = (text: string, by = '    '): string => text.replaceAll(/^(?=.)/gm, by);

/** Lines without those that do not belong. */
export const lines = (...all: readonly (string | false | undefined)[]): string =>
  all.filter((line): line is string => typeof line === 'string').join('\n');

/** A call on one line where it fits, else an argument on each. */
export function call(name: string, given: readonly string[], before = 0): string {
  const short = `${name}(${given.join(', ')})`;
  if (before + short.length <= 96 && !short.includes('\n')) return short;
  return `${name}(\n${given.map((argument) => `${indented(argument)},\n`).join('')})`;
}
