/** The text that is meant by a selection: as one, or line by line. */
import * as vscode from 'vscode';
import { StatedError } from '../statedError';

export interface Line {
  readonly range: vscode.Range;
  readonly text: string;
}

/** What is selected, else the line at the cursor. @throws StatedError where that is empty */
export function textIn(document: vscode.TextDocument, selection: vscode.Selection): Line {
  const whole = selection.isEmpty ? document.lineAt(selection.active.line).range : selection;
  const text = document.getText(whole);
  if (text.trim() === '') throw new StatedError('There is no text here: select some, or put the cursor into a line of it.');
  return { range: whole, text };
}

/** Each line that is selected in part, or each of the document; empty ones are left out. @throws StatedError where all are */
export function linesIn(document: vscode.TextDocument, selection: vscode.Selection): readonly Line[] {
  const whole = selection.isEmpty ? new vscode.Range(0, 0, document.lineCount, 0) : selection;
  const last = !selection.isEmpty && whole.end.character === 0 && !whole.isSingleLine ? whole.end.line - 1 : whole.end.line;
  const lines: Line[] = [];
  for (let at = whole.start.line; at <= Math.min(last, document.lineCount - 1); at++) {
    const { text, range, isEmptyOrWhitespace } = document.lineAt(at);
    if (!isEmptyOrWhitespace) lines.push({ range, text });
  }
  if (lines.length === 0) throw new StatedError('There is no text here: select some lines, or open a document that has some.');
  return lines;
}
