/** What is learned from, in the form that the model reads, and what that changed: in whole sentences. */
import type { Material, Row } from '../data/material';
import { characterName } from './characterNames';
import { type Form, inForm } from './form';
import { FormedText } from './formedText';

/** @param aligned whether each target has a character (a tag) for each code point of its input: tags of what becomes one character become one */
export function materialInForm(material: Material, form: Form, aligned = false): { readonly material: Material; readonly notes: string[] } {
  const seen = new Seen();
  const formed = (text: string) => {
    seen.look(text);
    return inForm(text, form);
  };
  const rowInForm = (row: Row): Row => {
    const [input, target] = [formed(row.input), formed(row.target)];
    return { ...row, input, target: aligned && input !== row.input ? tagsInForm(row, form) : target };
  };
  const read: Material =
    material.kind === 'text' ? { ...material, text: formed(material.text) } : { ...material, rows: material.rows.map(rowInForm) };
  return { material: read, notes: [...seen.lineEnds(form), ...seen.normalization(form), ...seen.replacements()] };
}

/** Of tags that are as many as the characters as they were: that of the first of each; others as they are, for they fit neither way. */
function tagsInForm({ input, target }: Row, form: Form): string {
  const tags = [...target];
  const before = [...input];
  if (tags.length !== before.length) return inForm(target, form);
  const read = new FormedText(input, form);
  const tagAt = new Map<number, string>();
  let at = 0;
  for (const [index, character] of before.entries()) {
    tagAt.set(at, tags[index] as string);
    at += character.length;
  }
  let offset = 0;
  return [...read.text]
    .map((character) => {
      const tag = tagAt.get(read.originalStart(offset)) ?? '';
      offset += character.length;
      return tag;
    })
    .join('');
}

/** The forms that texts were found in. */
class Seen {
  #windows = 0;
  #returns = 0;
  #feeds = 0;
  /** Letters and marks apart that could be one character, and one character that could be apart. */
  #apart = false;
  #composed = false;
  #replaced = 0;

  look(text: string): void {
    const returns = count(text, '\r');
    const windows = returns === 0 ? 0 : count(text, '\r\n');
    this.#windows += windows;
    this.#returns += returns - windows;
    this.#feeds += returns === 0 && this.#feeds > 0 ? 0 : count(text, '\n') - windows;
    this.#apart ||= text.normalize('NFC') !== text;
    this.#composed ||= text.normalize('NFD') !== text;
    this.#replaced += count(text, '\ufffd');
  }

  lineEnds({ lineEnds }: Form): string[] {
    const kinds = [
      named(this.#windows, 'line end', 'of Windows (CRLF)'),
      named(this.#returns, 'carriage return', 'without a line feed (CR)'),
    ];
    const found = kinds.filter((kind) => kind !== undefined).join(' and ');
    if (found === '') return [];
    const mixed = this.#feeds > 0 ? ', beside others that are a line feed alone (LF)' : '';
    const done =
      lineEnds === 'lf'
        ? 'each is read as one line feed, here and in all that the model is asked (line ends: lf)'
        : 'they stay, so the model learns CR as a character of its own (line ends: keep)';
    return [`The text has ${found}${mixed}; ${done}.`];
  }

  normalization({ normalization }: Form): string[] {
    if (!this.#apart) return [];
    const found = this.#composed
      ? 'The text has letters with marks both as one character (NFC) and as a letter and a mark apart (NFD)'
      : 'The text has its letters and their marks apart (NFD)';
    if (normalization === 'nfc')
      return [`${found}; all are read as one character, here and in all that the model is asked (normalization: nfc).`];
    return [
      `${found}; they stay so (normalization: keep)${this.#composed ? ', and the model takes the same letter for different ones' : ''}.`,
    ];
  }

  /** Somebody read bytes in the wrong encoding, and wrote what came of it. */
  replacements(): string[] {
    const found = named(this.#replaced, characterName('\ufffd'), '');
    return found === undefined
      ? []
      : [
          `The text has ${found.trim()}, which stands where a program could not read what was there: it was saved in the wrong encoding once.`,
        ];
  }
}

const named = (many: number, what: string, kind: string) =>
  many === 0 ? undefined : `${many.toLocaleString('en')} ${what}${many === 1 ? '' : 's'} ${kind}`;

function count(text: string, what: string): number {
  let many = 0;
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) many++;
  return many;
}
