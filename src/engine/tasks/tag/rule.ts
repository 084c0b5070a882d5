/** What a tag task with a rule takes away from a text, and how it is put back: case, accents, or punctuation. */
import type { Rule } from '../../experimentSchema';

/** A text without it, and for each character the tag that restores it. */
export interface Stripped {
  readonly characters: readonly string[];
  readonly tags: readonly string[];
}

export function takeAway(rule: Rule, text: string): Stripped {
  switch (rule) {
    case 'case':
      return each([...text], (character) => single(character.toLowerCase()) ?? character);
    case 'accents':
      return each(withMarks(text), (character) => single(withoutMarks(character)) ?? ([...character][0] as string));
    case 'punctuation':
      return withoutPunctuation(text);
  }
}

/** The text that the tags say. */
export function restore(rule: Rule, characters: readonly string[], tags: readonly string[]): string {
  return rule === 'punctuation' ? characters.map((character, index) => character + (tags[index] as string)).join('') : tags.join('');
}

/** Tags are the characters as they were. */
function each(characters: readonly string[], strip: (character: string) => string): Stripped {
  return { characters: characters.map(strip), tags: characters };
}

/** Lower case of İ has two code points: such a character stays as it is. */
function single(text: string): string | undefined {
  return [...text].length === 1 ? text : undefined;
}

/** Characters with the marks that belong to them; composed where Unicode has it so. */
function withMarks(text: string): string[] {
  return text.normalize('NFC').match(/\P{M}\p{M}*|\p{M}/gu) ?? [];
}

function withoutMarks(character: string): string {
  return character
    .normalize('NFD')
    .replace(/(?<=\P{M})\p{M}+/gu, '')
    .normalize('NFC');
}

/** A tag is the punctuation that follows the character. What stands before the first one has no place, and is lost. */
function withoutPunctuation(text: string): Stripped {
  const characters: string[] = [];
  const tags: string[] = [];
  for (const character of text) {
    if (!/\p{P}/u.test(character)) {
      characters.push(character);
      tags.push('');
    } else if (tags.length > 0) tags[tags.length - 1] += character;
  }
  return { characters, tags };
}
