/**
 * What encloses each character: quotation marks, comments, brackets. Read by rules that fit prose and most programming
 * languages, not by a grammar: an apostrophe within a word opens nothing, and a quotation ends at an empty line at the latest.
 */
export interface Enclosures {
  /** 1 from the opening mark up to, not including, the closing one. */
  readonly quotes: Float32Array;
  readonly comments: Float32Array;
  /** Open brackets once the character has been read. */
  readonly depth: Float32Array;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '`': '`', '“': '”', '«': '»' };

export function enclosures(characters: readonly string[]): Enclosures {
  const length = characters.length;
  const quotes = new Float32Array(length);
  const comments = new Float32Array(length);
  const depth = new Float32Array(length);
  /** What ends the quotation or comment that is open. */
  let quote: string | undefined;
  let comment: 'line' | 'block' | undefined;
  let escaped = false;
  let open = 0;
  for (let t = 0; t < length; t++) {
    const [before, character, after] = [characters[t - 1], characters[t] as string, characters[t + 1]];
    if (comment === 'line' && character === '\n') comment = undefined;
    else if (comment === 'block' && before === '*' && character === '/') comment = undefined;
    else if (quote !== undefined) {
      if (escaped) escaped = false;
      else if (character === '\\') escaped = true;
      else if (character === quote && !(quote === "'" && isOfWord(after))) quote = undefined;
      else if (character === '\n' && (quote === "'" || after === '\n')) quote = undefined;
    } else if (comment === undefined) {
      if (character === '/' && after === '*') comment = 'block';
      else if (character === '/' && after === '/' && before !== ':') comment = 'line';
      else if (character === "'" && !isOfWord(before) && closes(characters, t)) quote = "'";
      else if (CLOSING[character] !== undefined) quote = CLOSING[character];
      else if ('([{'.includes(character) && character !== '') open++;
      else if (')]}'.includes(character) && character !== '') open = Math.max(0, open - 1);
    }
    quotes[t] = Number(quote !== undefined);
    comments[t] = Number(comment !== undefined);
    depth[t] = open;
  }
  return { quotes, comments, depth };
}

/** Letters, digits and the underscore: what words are made of. */
export const isOfWord = (character: string | undefined): boolean => character !== undefined && /^[\p{L}\p{M}\p{N}_]/u.test(character);

/** Whether a single quotation mark has its like on the line: else it is an apostrophe. */
function closes(characters: readonly string[], open: number): boolean {
  for (let t = open + 1; t < characters.length && characters[t] !== '\n'; t++)
    if (characters[t] === "'" && !isOfWord(characters[t + 1])) return true;
  return false;
}
