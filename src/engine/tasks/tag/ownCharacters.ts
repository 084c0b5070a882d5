/** A restored text in the characters of who asked: what the form of a model changed only for reading stays as it was written. */
import type { Rule } from '../../experimentSchema';
import { type Form, inForm } from '../../text/form';
import { FormedText } from '../../text/formedText';
import { takeAway } from './rule';

/**
 * @param original the text as it was asked
 * @param told a tag for each character that the rule leaves of the text in the model's form
 */
export function inOwnCharacters(rule: Rule, original: string, form: Form, told: readonly string[]): string {
  const read = new FormedText(original, rule === 'accents' ? { ...form, normalization: 'nfc' } : form);
  let [output, begin, at, was, is] = ['', 0, 0, '', ''];
  for (const [before, after] of pieces(rule, read.text, told)) {
    [was, is, at] = [was + before, is + after, at + before.length];
    const end = read.originalEnd(at);
    if (end !== read.originalStart(at)) continue;
    output += was === is ? original.slice(begin, end) : asWritten(original.slice(begin, end), is, form);
    [begin, was, is] = [end, '', ''];
  }
  return output;
}

/** All of the text read, piece by piece, and what is told of each. */
function* pieces(rule: Rule, text: string, told: readonly string[]): Generator<readonly [before: string, after: string]> {
  const { characters, tags } = takeAway(rule, text);
  if (rule === 'punctuation') {
    // What stands before all else follows no character, so that no tag can say it: it stays.
    const leading = /^\p{P}*/u.exec(text)?.[0] ?? '';
    yield [leading, leading];
  }
  for (const [index, character] of characters.entries()) {
    const [before, after] = [tags[index] as string, told[index] as string];
    if (rule === 'punctuation') yield [character, character];
    yield [before, after];
  }
}

/** A letter and its marks in upper or lower case if that is what is told of them, and apart if they were. */
function asWritten(own: string, told: string, form: Form): string {
  const cased = [own.toLowerCase(), own.toUpperCase()].find((way) => inForm(way, form) === told);
  const apart = own !== own.normalize('NFC') && own === own.normalize('NFD');
  return cased ?? (apart ? told.normalize('NFD') : told);
}
