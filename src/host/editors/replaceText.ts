/** Puts texts in the place of others, as one edit that one undo takes back. */
import * as vscode from 'vscode';
import { StatedError } from '../statedError';

export interface Replacement {
  readonly range: vscode.Range;
  readonly text: string;
}

/** What was written is selected, where it is one text. @returns where the first now stands. @throws StatedError where the document cannot be edited */
export async function replaceText(editor: vscode.TextEditor, replacements: readonly Replacement[]): Promise<vscode.Range> {
  const { document } = editor;
  const inOrder = [...replacements].sort((a, b) => a.range.start.compareTo(b.range.start));
  const [first, ...others] = inOrder;
  if (!first) throw new Error('nothing to replace');
  const start = document.offsetAt(first.range.start);
  const behind = lengthOf(document) - document.offsetAt(first.range.end);
  const written = await editor.edit((edit) => {
    for (const { range, text } of inOrder) edit.replace(range, text);
  });
  if (!written) throw new StatedError(`${nameOf(document)} cannot be edited: copy the text, and paste it where it shall go.`);
  // The editor turns line ends into the document's own: only its length tells how much was written.
  const end = others.length > 0 ? start + first.text.length : lengthOf(document) - behind;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  if (others.length === 0) editor.selection = new vscode.Selection(range.start, range.end);
  return range;
}

export function nameOf({ uri }: vscode.TextDocument): string {
  return uri.path.split('/').at(-1) || 'this document';
}

function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
