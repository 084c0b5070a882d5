/** The part of a document that is meant: what is selected, else what lies before the cursor or in view. */
import * as vscode from 'vscode';
import type { PassageKind } from '../../protocol/panelProtocol';
import { StatedError } from '../statedError';
import { countCodePoints, firstCodePoints, lastCodePoints } from './codePoints';
import { textIn } from './lines';

export interface Passage {
  readonly document: vscode.TextDocument;
  readonly viewColumn: vscode.ViewColumn | undefined;
  readonly range: vscode.Range;
  readonly text: string;
}

/** A prompt longer than this warms the state up no better, only slower. */
const PROMPT_CHARACTERS = 2000;
/** Some minutes of reading: more is a mistake of the hand rather than a text to look at. */
export const INSPECT_CHARACTERS = 1_000_000;

export function passageIn(editor: vscode.TextEditor, kind: PassageKind): Passage {
  return { 'before the cursor': promptPassage, line: askedPassage, 'in view': inspectPassage }[kind](editor);
}

/** The selection, or the text before the cursor: what a continuation continues. */
export function promptPassage(editor: vscode.TextEditor): Passage {
  const { document, selection } = editor;
  const whole = selection.isEmpty ? new vscode.Range(new vscode.Position(0, 0), selection.active) : selection;
  const text = lastCodePoints(document.getText(whole), PROMPT_CHARACTERS);
  const start = document.positionAt(document.offsetAt(whole.end) - text.length);
  return { document, viewColumn: editor.viewColumn, range: new vscode.Range(start, whole.end), text };
}

/** The selection, or the line at the cursor, which is then selected: what a model is asked about, and its answer may replace. */
export function askedPassage(editor: vscode.TextEditor): Passage {
  const { document, viewColumn } = editor;
  const { range, text } = textIn(document, editor.selection);
  if (editor.selection.isEmpty) editor.selection = new vscode.Selection(range.start, range.end);
  return { document, viewColumn, range, text };
}

/** The selection, or the text in view: what is looked at from inside. @throws StatedError for an empty document */
export function inspectPassage(editor: vscode.TextEditor): Passage {
  const { document, selection, visibleRanges } = editor;
  const view = visibleRanges[0] ?? new vscode.Range(0, 0, document.lineCount, 0);
  const whole = selection.isEmpty ? document.validateRange(new vscode.Range(view.start.line, 0, view.end.line + 1, 0)) : selection;
  const all = document.getText(whole);
  if (all === '') throw new StatedError('There is no text to inspect here: select some, or put some in view.');
  const text = firstCodePoints(all, INSPECT_CHARACTERS);
  if (text.length < all.length) {
    const total = countCodePoints(all).toLocaleString('en');
    vscode.window.setStatusBarMessage(
      `$(info) Inspecting the first ${INSPECT_CHARACTERS.toLocaleString('en')} of ${total} characters`,
      8000,
    );
  }
  const end = document.positionAt(document.offsetAt(whole.start) + text.length);
  return { document, viewColumn: editor.viewColumn, range: new vscode.Range(whole.start, end), text };
}
