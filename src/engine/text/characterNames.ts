/**
 * How characters are written for people. What cannot be seen, or only upon another character, is named by its code point and its
 * name: “U+200B ZERO WIDTH SPACE”.
 */
import { INVISIBLE_NAMES } from './invisibleNames';
import { shortened } from './shortened';
import { someOf } from './someOf';
import { withoutSpace } from './units';

/** Controls, format characters, unassigned ones and halves of surrogate pairs; spaces; marks; fillers; and the sign of a byte that was none. */
const INVISIBLE = /[\p{C}\p{Z}\p{M}\p{DI}\u2800\uFFFD]/u;
/** A space between two words of a name is none of them. */
const WITHIN = /(?! (?=\S)(?<=\S ))[\p{C}\p{Z}\p{DI}\u2800\uFFFD]|^\p{M}/gu;

/** Of what came into Unicode later. */
const KINDS = [
  [/\p{M}/u, 'a combining mark'],
  [/\p{Cf}/u, 'a format character'],
] as const;

let names: ReadonlyMap<number, string> | undefined;

/** `U+0301 COMBINING ACUTE ACCENT`; the number alone where the character has no name. @param character one code point */
export function characterName(character: string): string {
  const point = character.codePointAt(0) as number;
  const number = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = nameOf(point);
  return name === undefined ? number : `${number} ${name}`;
}

/** Whether a character has to be named, as it cannot be seen by itself. */
export const isInvisible = (character: string): boolean => INVISIBLE.test(character);

/** A character as people read it in a sentence: itself, or its number and name. */
export const shownCharacter = (character: string): string => (isInvisible(character) ? characterName(character) : character);

/** The same of a unit of text, which may be a word: of one, only what is hidden within it is named, and a very long one is cut. */
export function shownUnit(whole: string): string {
  const unit = shortened(whole);
  if ([...unit].length <= 1) return unit === '' ? '' : shownCharacter(unit);
  return shownText(withoutSpace(unit));
}

/** A text of any length in which what is hidden is named. */
export const shownText = (text: string): string => text.replace(WITHIN, (hidden) => `⟨${characterName(hidden)}⟩`);

const MOST_SHOWN = 12;

/** Not more than a person reads: “ä, ö, U+000A LINE FEED and 12 more”; what would be taken for a mark of the sentence stands in quotes. */
export function listedUnits(units: readonly string[], most = MOST_SHOWN): string {
  const shown = (unit: string) => (/^[,;.:()]$|\S[, ]\s*\S/.test(unit) ? `“${shownUnit(unit)}”` : shownUnit(unit));
  return someOf([...units.slice(0, most).map(shown), ...units.slice(most)], most);
}

function nameOf(point: number): string | undefined {
  if (point >= 0xfe00 && point <= 0xfe0f) return `VARIATION SELECTOR-${point - 0xfe00 + 1}`;
  if (point >= 0xe0100 && point <= 0xe01ef) return `VARIATION SELECTOR-${point - 0xe0100 + 17}`;
  if (point >= 0xe0020 && point <= 0xe007e) return `TAG ${String.fromCodePoint(point - 0xe0000)}`;
  if (point === 0xe007f) return 'CANCEL TAG';
  if (point >= 0xd800 && point <= 0xdfff) return 'half of a surrogate pair';
  names ??= readNames();
  return names.get(point) ?? KINDS.find(([kind]) => kind.test(String.fromCodePoint(point)))?.[1];
}

function readNames(): ReadonlyMap<number, string> {
  const read = new Map<number, string>();
  for (const line of INVISIBLE_NAMES.split('\n')) {
    const [head = '', ...rests] = line.split('|');
    const space = head.indexOf(' ');
    const first = Number.parseInt(head.slice(0, space), 16);
    const begins = head.slice(space + 1);
    for (const [index, rest] of rests.entries()) read.set(first + index, begins === '' ? rest : `${begins} ${rest}`);
  }
  return read;
}
