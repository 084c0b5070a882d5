/**
 * What a person says of a run: its name, where that is not its folder's, and a note. Both come from files that may be a
 * stranger's and are shown in many places, so what would be more than text there (control characters, those that turn the
 * direction of what follows, VS Code's signs for icons and links) is taken out here, once.
 */

/** In characters (code points). */
export const MOST_NAME = 100;
export const MOST_NOTE = 4000;

export interface AboutRun {
  readonly name?: string | undefined;
  readonly note?: string | undefined;
}

/** Controls, format characters and the like; joiners, which scripts and emoji need, are kept. */
const HIDDEN = /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/u;
const HIDDEN_OR_SPACES = new RegExp(`(?:${HIDDEN.source}|\\s)+`, 'gu');
const HIDDEN_IN_LINES = new RegExp(`(?![\\n\\t])${HIDDEN.source}`, 'gu');

/** One line of plain text; empty where nothing is left. */
export function plainName(text: string): string {
  return unlinked(text.normalize('NFC').replace(HIDDEN_OR_SPACES, ' ').trim());
}

/** Lines of plain text, without those that are empty at the beginning and the end. */
export function plainNote(text: string): string {
  const lines = text.normalize('NFC').replace(/\r\n?|\u2028|\u2029/g, '\n');
  return lines
    .replace(HIDDEN_IN_LINES, '')
    .trimEnd()
    .replace(/^(?:[^\S\n]*\n)+/, '');
}

/** VS Code makes links of `[text](address)`, commands among them, and icons of `$(name)`, in notifications, menus and the status bar. */
export function unlinked(text: string): string {
  return text.replaceAll('](', '] (').replaceAll('$(', '$ (');
}

/** Why a text cannot be a name or a note, in words; undefined where it can. */
export function tooLong(what: 'name' | 'note', text: string): string | undefined {
  const most = what === 'name' ? MOST_NAME : MOST_NOTE;
  if (text.length <= most) return undefined;
  const length = text.length > 4 * most ? text.length : [...text].length;
  return length <= most
    ? undefined
    : `A ${what} has up to ${most.toLocaleString('en')} characters; this has ${length.toLocaleString('en')}.`;
}
