/**
 * The units that a model reads and writes a text in. Characters are code points. Words are cut by one stated rule, not by
 * Intl.Segmenter, whose dictionaries change with the version of ICU: what a run has learned must be cut alike for ever.
 *
 * Words: a word is a run of letters, marks, digits and _, with the apostrophes inside it; in scripts written without spaces a
 * letter is a word. Any other character that is no white space is a unit by itself. The one space before such a unit belongs
 * to it; a line break is a unit, and so is a run of other white space. What goes on for 100,000 characters is cut there: a
 * regular expression goes back over what it took, and has no room for more.
 */
export const UNITS = ['characters', 'words'] as const;
export type Units = (typeof UNITS)[number];

/** What stands in a vocabulary for every unit that it has not: no text is ever cut into it. */
export const UNKNOWN = '<unk>';

/** What people call them. */
const WORDS_FOR: Readonly<Record<Units, UnitWords>> = {
  characters: { one: 'character', many: 'characters', short: 'char' },
  words: { one: 'word', many: 'words', short: 'word' },
};

export interface UnitWords {
  readonly one: string;
  readonly many: string;
  /** As in nats/char. */
  readonly short: string;
}

/** A sentence that speaks of characters, of what a text is read in. */
export const inUnits = (sentence: string, { one }: UnitWords): string =>
  sentence.replace(
    /\b([Cc])haracter(s?)\b/g,
    (_, first: string, s: string) => `${first === 'C' ? `${one[0]?.toUpperCase()}${one.slice(1)}` : one}${s}`,
  );

export const unitWords = (units: Units): UnitWords => WORDS_FOR[units];

/** How many units a vocabulary has: the symbol for unknown ones is none. */
export const countUnits = (vocabulary: readonly string[]): number => vocabulary.length - (vocabulary.includes(UNKNOWN) ? 1 : 0);

const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map((script) => String.raw`\p{sc=${script}}`).join('');
/** Of the scripts that are written without spaces. */
export const UNSPACED_LETTER = new RegExp(`[${UNSPACED}]`, 'u');
const OF_WORD = String.raw`(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}_]){1,100000}`;
const WORD = String.raw`${OF_WORD}(?:['’]${OF_WORD}){0,30}|[${UNSPACED}]\p{M}{0,100000}`;
const WORDS = new RegExp(String.raw`(?:(?<=\S) )?(?:${WORD}|\S)|\r\n|[\r\n]|[^\S\r\n]+`, 'gu');

/** The units of a text, in order: joined they are the text. */
export function cut(text: string, units: Units): string[] {
  return units === 'characters' ? [...text] : (text.match(WORDS) ?? []);
}

/** UTF-16 offsets at which units begin, and the last one ends. */
export function offsetsOf(pieces: readonly string[]): Uint32Array {
  const offsets = new Uint32Array(pieces.length + 1);
  pieces.forEach((piece, index) => {
    offsets[index + 1] = (offsets[index] as number) + piece.length;
  });
  return offsets;
}

/** Whether a unit is a word with the one space before it. */
export const hasSpace = (unit: string): boolean => /^ \S/.test(unit);

/** A word without that space; any other unit as it is. */
export const withoutSpace = (unit: string): string => (hasSpace(unit) ? unit.slice(1) : unit);

/** A text as it is read: its units, and an empty one where the boundary is read too. */
export interface ReadText {
  readonly text: string;
  readonly units: Units;
  readonly boundary?: 'before' | 'after' | undefined;
}

/** What stands at each column of a text that was read. */
export function columnsOf({ text, units, boundary }: ReadText): string[] {
  return [...(boundary === 'before' ? [''] : []), ...cut(text, units), ...(boundary === 'after' ? [''] : [])];
}

/**
 * The units as a vocabulary names them. A word that stands at the start of a text or behind white space is the same as one with
 * a space before it, and is named so: “ word”; “word” alone is one that follows something at once.
 */
export function named(pieces: readonly string[], units: Units): readonly string[] {
  if (units === 'characters') return pieces;
  return pieces.map((piece, index) => (endsInSpace(pieces[index - 1] ?? '') && !/^\s/u.test(piece) ? ` ${piece}` : piece));
}

/** What a unit of a vocabulary adds to what is written already: the inverse of `named`. */
export function spelled(name: string, before: string, units: Units): string {
  return units === 'words' && name.length > 1 && name.startsWith(' ') && !/^\s+$/u.test(name) && endsInSpace(before) ? name.slice(1) : name;
}

function endsInSpace(text: string): boolean {
  return text === '' || /\s$/u.test(text);
}
