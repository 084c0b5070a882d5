/** The text editor that was last in front: a click into a panel or a tree does not make it forgotten. */
import * as vscode from 'vscode';
import { StatedError } from '../statedError';

export class LastEditor implements vscode.Disposable {
  #last: vscode.TextEditor | undefined;
  readonly #listening: vscode.Disposable;

  constructor() {
    this.#remember(vscode.window.activeTextEditor);
    this.#listening = vscode.window.onDidChangeActiveTextEditor((editor) => this.#remember(editor));
  }

  /** Undefined where no editor with a text is in sight. */
  find(): vscode.TextEditor | undefined {
    const visible = vscode.window.visibleTextEditors.filter(isText);
    return (
      visible.find((editor) => editor === this.#last) ?? visible.find(({ document }) => document === this.#last?.document) ?? visible[0]
    );
  }

  /** @throws StatedError where no editor with a text is in sight */
  get(): vscode.TextEditor {
    const editor = this.find();
    if (!editor) throw new StatedError('No editor with a text is open: open a file, select some text in it, and try again.');
    return editor;
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #remember(editor: vscode.TextEditor | undefined): void {
    if (editor && isText(editor)) this.#last = editor;
  }
}

/** Output channels are text editors too, but nobody's text. */
function isText({ document }: vscode.TextEditor): boolean {
  return document.uri.scheme !== 'output';
}
