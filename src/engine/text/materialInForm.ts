/** What is learned from, in the form that the model reads, and what that changed: in whole sentences. */
import type { Material, Row } from '../data/material';
import { characterName, isInvisible } from './characterNames';
import { type Form, inForm } from './form';
import { changes, FormedText } from './formedText';

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
  /** Letters with their marks apart that could be one character; whether others are one already. */
  #apart = 0;
  #composed = false;
  /** What NFC writes otherwise though nothing is apart: Ω, which is a sign of its own for ohms, and marks in another order. */
  #others = 0;
  readonly #examples = new Map<string, string>();
  #replaced = 0;

  look(text: string): void {
    const returns = count(text, '\r');
    const windows = returns === 0 ? 0 : count(text, '\r\n');
    this.#windows += windows;
    this.#returns += returns - windows;
    this.#feeds += returns === 0 && this.#feeds > 0 ? 0 : count(text, '\n') - windows;
    this.#composed ||= isComposed(text);
    if (text.normalize('NFC') !== text) this.#lookApart(text);
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

  #lookApart(text: string): void {
    for (const { from, to } of changes(text, COMPOSING)) {
      const [written, composed] = [text.slice(from, to), text.slice(from, to).normalize('NFC')];
      const single = [...written].find((character) => character.normalize('NFC') !== character);
      if (single === undefined && composed.length < written.length) this.#apart++;
      else {
        this.#others++;
        if (single !== undefined) this.#examples.set(single, single.normalize('NFC'));
      }
    }
  }

  normalization({ normalization }: Form): string[] {
    const composes = normalization === 'nfc';
    const notes: string[] = [];
    if (this.#apart > 0) {
      const many = this.#apart === 1 ? 'character was' : 'characters were';
      const beside = this.#composed ? ', beside others in one character (NFC)' : '';
      const done = composes
        ? 'composed (NFC), here and in all that the model is asked (normalization: nfc)'
        : `left so (normalization: keep)${this.#composed ? ', and the model takes the same letter for different ones' : ''}`;
      notes.push(`${this.#apart.toLocaleString('en')} ${many} in decomposed form (NFD)${beside}, and ${many.split(' ')[1]} ${done}.`);
    }
    if (this.#others > 0) {
      const [one, many] = composes ? ['character was', 'characters were'] : ['character could be', 'characters could be'];
      const pairs = [...this.#examples].slice(0, MOST_EXAMPLES).map(([was, is]) => `${numbered(was)} as ${numbered(is)}`);
      const such = pairs.length === 0 ? 'its marks in another order' : pairs.join(', ');
      const done = composes ? 'normalization: nfc' : 'left as they are, normalization: keep';
      notes.push(
        `${this.#others.toLocaleString('en')} ${this.#others === 1 ? one : many} written in the way that Unicode holds equal (NFC): ${such} (${done}).`,
      );
    }
    return notes;
  }

  /** Somebody read bytes in the wrong encoding, and wrote what came of it. */
  replacements(): string[] {
    const found =
      this.#replaced === 0
        ? undefined
        : `${characterName('\ufffd')} ${this.#replaced === 1 ? 'once' : `${this.#replaced.toLocaleString('en')} times`}`;
    return found === undefined
      ? []
      : [`The text has ${found}, which stands where a program could not read what was there: it was saved in the wrong encoding once.`];
  }
}

const COMPOSING: Form = { lineEnds: 'keep', normalization: 'nfc' };
const MOST_EXAMPLES = 3;

/** Whether a character is a letter and its mark in one. */
function isComposed(text: string): boolean {
  for (const [character] of text.matchAll(/[^\0-\x7f]/gu))
    if (character.normalize('NFC') === character && character.normalize('NFD') !== character) return true;
  return false;
}

/** Two characters that look alike are told apart by their numbers. */
const numbered = (text: string) =>
  [...text].map((each) => (isInvisible(each) ? characterName(each) : `${each} (${characterName(each)})`)).join(' and ');

const named = (many: number, what: string, kind: string) =>
  many === 0 ? undefined : `${many.toLocaleString('en')} ${what}${many === 1 ? '' : 's'} ${kind}`;

function count(text: string, what: string): number {
  let many = 0;
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) many++;
  return many;
}
