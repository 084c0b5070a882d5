/** What can be said of each character of a text without a model: the one table of properties that units are held against. */
import { type Units, unitWords } from '../../text/units';
import { enclosures, isOfWord } from './enclosures';

export interface TextProperty {
  /** As it is said: “unit 37 ≈ inside quotes”. */
  readonly name: string;
  /** What exactly it is. */
  readonly words: string;
  /** Whether a character has it or not, or has a number. */
  readonly kind: 'binary' | 'number';
  /** What it is of a word, where that is said otherwise; null where it says nothing of words. */
  readonly ofWords?: string | null;
  /** A value for each character, 0 or 1 where it is binary. */
  readonly values: (text: TextCharacters) => Float32Array;
}

/** A text, and what several properties ask of it. */
export interface TextCharacters {
  /** Code points; the boundary symbol is empty. */
  readonly characters: readonly string[];
  /** Character by character: what it is inside of when it has been read. */
  readonly enclosed: ReturnType<typeof enclosures>;
}

export function textCharacters(characters: readonly string[]): TextCharacters {
  return { characters, enclosed: enclosures(characters) };
}

const binary = (name: string, words: string, holds: (text: TextCharacters, t: number) => boolean): TextProperty => ({
  name,
  words,
  kind: 'binary',
  values: (text) => Float32Array.from(text.characters, (_, t) => Number(holds(text, t))),
});

const matching = (name: string, words: string, pattern: RegExp): TextProperty => ({
  ...binary(name, words, ({ characters }, t) => pattern.test(characters[t] as string)),
  ofWords: `it begins with ${words}`,
});

/** Of characters alone. */
const notOfWords = (property: TextProperty): TextProperty => ({ ...property, ofWords: null });

/** A count that goes on from character to character. */
const counting = (name: string, words: string, next: (before: number, text: TextCharacters, t: number) => number): TextProperty => ({
  name,
  words,
  kind: 'number',
  values: (text) => {
    let count = 0;
    return Float32Array.from(text.characters, (_, t) => {
      count = next(count, text, t);
      return count;
    });
  },
});

/** Those that can be said of what a text is read in. */
export function propertiesOf(units: Units): readonly TextProperty[] {
  if (units === 'characters') return TEXT_PROPERTIES;
  return TEXT_PROPERTIES.flatMap((property) =>
    property.ofWords === null
      ? []
      : [{ ...property, words: property.ofWords ?? property.words.replace(/character/g, unitWords(units).one) }],
  );
}

export const TEXT_PROPERTIES: readonly TextProperty[] = [
  binary('inside quotes', 'between quotation marks, the opening one included', ({ enclosed }, t) => enclosed.quotes[t] === 1),
  binary('inside a comment', 'after // to the end of the line, or between /* and */', ({ enclosed }, t) => enclosed.comments[t] === 1),
  binary('inside brackets', 'between (), [] or {}, the opening one included', ({ enclosed }, t) => (enclosed.depth[t] as number) > 0),
  {
    name: 'bracket depth',
    words: 'how many (), [] and {} are open after the character',
    kind: 'number',
    values: ({ enclosed }) => enclosed.depth,
  },
  counting('position in line', 'characters since the last line feed', (before, { characters }, t) =>
    characters[t] === '\n' ? 0 : before + 1,
  ),
  {
    name: 'indentation',
    ofWords: null,
    words: 'spaces and tabs that the line begins with, so far',
    kind: 'number',
    values: ({ characters }) => indentation(characters, false),
  },
  {
    name: 'inside indentation',
    ofWords: null,
    words: 'a space or tab before the first other character of the line',
    kind: 'binary',
    values: ({ characters }) => indentation(characters, true),
  },
  matching('letter', 'a letter', /^\p{L}/u),
  matching('upper case', 'an upper-case letter', /^\p{Lu}/u),
  matching('digit', 'a digit', /^\p{N}/u),
  notOfWords(matching('vowel', 'a, e, i, o, u, y, with and without accents', /^[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ]/iu)),
  matching('white space', 'a space, tab or line feed', /^\s/u),
  matching('line end', 'a line feed', /^\n/u),
  matching('punctuation', 'a punctuation mark or a symbol', /^[\p{P}\p{S}]/u),
  notOfWords(
    binary(
      'start of word',
      'the first character of a word',
      ({ characters }, t) => isOfWord(characters[t]) && !isOfWord(characters[t - 1]),
    ),
  ),
  notOfWords(
    binary('end of word', 'the last character of a word', ({ characters }, t) => isOfWord(characters[t]) && !isOfWord(characters[t + 1])),
  ),
  notOfWords(
    counting('word length so far', 'characters of the word, this one included; 0 between words', (before, { characters }, t) =>
      isOfWord(characters[t]) ? before + 1 : 0,
    ),
  ),
  notOfWords(
    counting('words in line', 'words of the line that have begun', (before, { characters }, t) => {
      if (characters[t] === '\n') return 0;
      return before + Number(isOfWord(characters[t]) && !isOfWord(characters[t - 1]));
    }),
  ),
  counting('position in text', 'characters since the text began', (_, __, t) => t),
];

/** @param within 1 at the white space itself; else how much of it the line has had */
function indentation(characters: readonly string[], within: boolean): Float32Array {
  let count = 0;
  let leading = true;
  return Float32Array.from(characters, (character) => {
    if (character === '\n') [count, leading] = [0, true];
    else if (leading && (character === ' ' || character === '\t')) count++;
    else leading = false;
    return within ? Number(leading && count > 0) : count;
  });
}
