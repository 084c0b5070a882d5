/** Shows in an editor what a text would be replaced by, before it is: the old is struck through, the new stands behind it. */
import * as vscode from 'vscode';

export interface Replacement {
  readonly range: vscode.Range;
  readonly text: string;
}

export class GhostText implements vscode.Disposable {
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    textDecoration: 'line-through',
    opacity: '0.6',
    after: {
      color: new vscode.ThemeColor('editor.foreground'),
      backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
    },
  });

  constructor(private readonly editor: vscode.TextEditor) {}

  show(replacements: readonly Replacement[]): void {
    this.editor.setDecorations(
      this.#decoration,
      replacements.map(({ range, text }) => ({ range, renderOptions: { after: { contentText: oneLine(text) } } })),
    );
    const [first] = replacements;
    if (first) this.editor.revealRange(first.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.#decoration.dispose();
  }
}

/** A decoration is one line, and its blanks are narrow. */
function oneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '↵').replaceAll(' ', '\u00a0');
}
