/**
 * JSON that a person wrote, with the place of each value in it. It is read strictly, so that every other reader sees the same:
 * no comments, no comma before a bracket that closes, no name twice.
 */
import { createScanner, findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** A stretch of a text. Lines and columns count from 1, columns in UTF-16 units as editors do; the end is past it. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface PlacedJson {
  readonly value: unknown;
  /** Of the value that is found by these names and numbers, or of its name; of the nearest around it where it is not there. */
  place(path: readonly (string | number)[], what?: 'value' | 'name'): Place;
}

/** This is not the JSON that it should be. */
export class JsonError extends Error {
  override readonly name = 'JsonError';

  constructor(
    message: string,
    readonly place: Place,
  ) {
    super(message);
  }
}

/** Far above what any of ours has; what parses it calls itself for each. */
const DEEPEST = 32;

/** The scanner's numbers of tokens. */
const [OPENING, CLOSING, NUMBER, END] = [[1, 3], [2, 4], 11, 17] as const;

const IN_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no value of JSON. Write text between double quotes, a number, true, false, or a list between [ and ].',
  InvalidNumberFormat: 'this is no number of JSON.',
  PropertyNameExpected: 'the name of a setting is expected here, between double quotes; before } stands no comma.',
  ValueExpected: 'a value is expected here; before ] stands no comma.',
  ColonExpected: 'a colon is missing here, between the name and its value.',
  CommaExpected: 'a comma is missing before this.',
  CloseBraceExpected: 'the object is not closed: a } is missing.',
  CloseBracketExpected: 'the list is not closed: a ] is missing.',
  EndOfFileExpected: 'nothing may stand after the end of the object.',
  InvalidCommentToken: 'JSON has no comments. Leave it out.',
  UnexpectedEndOfComment: 'JSON has no comments. Leave it out.',
  UnexpectedEndOfString: 'the text is not closed: a double quote is missing.',
  UnexpectedEndOfNumber: 'the number is cut off.',
  InvalidUnicode: 'after \\u come four hexadecimal digits.',
  InvalidEscapeCharacter: 'after \\ stands one of " \\ / b f n r t u; a backslash itself is written \\\\.',
  InvalidCharacter: 'this character cannot stand in a text of JSON as it is: write it as an escape, such as \\n or \\t.',
};

/** @param text without a byte order mark @throws JsonError for the first mistake */
export function placedJson(text: string): PlacedJson {
  const placeOf = placesIn(text);
  if (text.trim() === '') throw new JsonError('there is nothing in it. Write { and }, and the settings between them.', placeOf(0, 0));
  requireShallow(text, placeOf);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [first] = errors;
  if (first || !root)
    throw new JsonError(
      (first && IN_WORDS[printParseErrorCode(first.error)]) ?? 'this is not JSON.',
      placeOf(first?.offset ?? 0, first?.length ?? 0),
    );
  return {
    value: jsonOf(root, placeOf),
    place(path, what = 'value') {
      for (let length = path.length; length > 0; length--) {
        const node = findNodeAtLocation(root, path.slice(0, length));
        const shown = what === 'name' && node?.parent?.type === 'property' ? node.parent.children?.[0] : node;
        if (shown) return placeOf(shown.offset, shown.length);
      }
      return placeOf(root.offset, root.type === 'object' ? 1 : root.length);
    },
  };
}

type PlaceOf = (offset: number, length: number) => Place;

function placesIn(text: string): PlaceOf {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
  const at = (offset: number) => {
    let line = starts.findLastIndex((start) => start <= offset);
    if (line < 0) line = 0;
    return { line: line + 1, column: offset - (starts[line] as number) + 1 };
  };
  return (offset, length) => {
    const [begin, end] = [at(offset), at(offset + length)];
    return { ...begin, endLine: end.line, endColumn: end.column };
  };
}

function requireShallow(text: string, placeOf: PlaceOf): void {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (OPENING.some((opening) => opening === token)) depth++;
    if (CLOSING.some((closing) => closing === token)) depth--;
    const place = () => placeOf(scanner.getTokenOffset(), scanner.getTokenLength());
    if (depth > DEEPEST) throw new JsonError(`brackets stand in brackets more than ${DEEPEST} deep.`, place());
    if (token === NUMBER && !Number.isFinite(Number(scanner.getTokenValue())))
      throw new JsonError('this number is larger than any that can be reckoned with.', place());
  }
}

/** @throws JsonError for a name that stands twice in an object */
function jsonOf(node: Node, placeOf: PlaceOf): unknown {
  const { type, children = [] } = node;
  if (type === 'array') return children.map((child) => jsonOf(child, placeOf));
  if (type !== 'object') return node.value;
  const names = new Set<string>();
  return Object.fromEntries(
    children.map(({ children: [name, value] = [] }) => {
      const { value: called, offset, length } = name as Node;
      if (names.has(called)) throw new JsonError(`${called} is said twice.`, placeOf(offset, length));
      names.add(called);
      return [called, jsonOf(value as Node, placeOf)];
    }),
  );
}
