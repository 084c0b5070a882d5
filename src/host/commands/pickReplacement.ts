/** A quick pick of what could stand in the place of a passage: the one that is highlighted shows in the editor, Enter puts it there. */
import * as vscode from 'vscode';
import { GhostText, type Replacement } from '../editors/ghostText';
import type { EngineProcess } from '../engineProcess';
import { StatedError } from '../statedError';

export interface ReplacementChoice extends vscode.QuickPickItem {
  readonly replacements: readonly Replacement[];
}

export interface ReplacementQuestion {
  readonly engine: EngineProcess;
  /** Of the run that is asked. */
  readonly folder: string;
  readonly title: string;
  readonly placeholder: string;
  readonly choices: () => Promise<readonly ReplacementChoice[]>;
}

/** Dismissing it ends the search and changes nothing. @throws CancellationError */
export async function pickReplacement(editor: vscode.TextEditor, question: ReplacementQuestion): Promise<void> {
  const { engine, folder, title, placeholder, choices } = question;
  const ghost = new GhostText(editor);
  const picker = vscode.window.createQuickPick<ReplacementChoice>();
  Object.assign(picker, { title, placeholder, busy: true, matchOnDescription: true });
  const { version } = editor.document;
  let searching = true;
  try {
    const chosen = await new Promise<ReplacementChoice>((resolve, reject) => {
      picker.onDidChangeActive(([active]) => ghost.show(active?.replacements ?? []));
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item) resolve(item);
      });
      picker.onDidHide(() => reject(new vscode.CancellationError()));
      picker.show();
      choices().then((items) => {
        searching = false;
        picker.busy = false;
        picker.items = items;
      }, reject);
    });
    ghost.dispose();
    if (editor.document.version !== version) throw new StatedError('The text was edited meanwhile: ask once more.');
    await replace(editor, chosen.replacements);
  } finally {
    // Nobody waits for it any more; should the engine crash at it, that is logged where it is noticed.
    if (searching && engine.pid !== undefined) engine.api.cancel(folder).catch(() => undefined);
    ghost.dispose();
    picker.dispose();
  }
}

/** As one undoable edit; what was written is selected. @throws StatedError where the document cannot be edited */
export async function replace(editor: vscode.TextEditor, replacements: readonly Replacement[]): Promise<void> {
  const written = await editor.edit((edit) => {
    for (const { range, text } of replacements) edit.replace(range, text);
  });
  if (!written) throw new StatedError('This document cannot be edited: copy its text into one that can.');
  const [only, ...others] = replacements;
  if (!only || others.length > 0) return;
  const start = editor.document.offsetAt(only.range.start);
  const end = editor.document.positionAt(start + only.text.length);
  editor.selection = new vscode.Selection(only.range.start, end);
}
