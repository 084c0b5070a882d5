/** What a model says of passages, behind each in the editor, with the rest on hovering. An edit takes away what was said of the lines it touches. */
import * as vscode from 'vscode';

export interface Note {
  readonly range: vscode.Range;
  readonly text: string;
  readonly hover: vscode.MarkdownString;
}

export class LineNotes implements vscode.Disposable {
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 2em', fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  readonly #notes = new Map<vscode.TextDocument, readonly Note[]>();
  readonly #listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#forget(document, contentChanges);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => this.#notes.delete(document)),
    vscode.window.onDidChangeVisibleTextEditors(() => this.#draw()),
  );

  /** In the place of all that was said of this document before. */
  show(document: vscode.TextDocument, notes: readonly Note[]): void {
    this.#notes.set(document, notes);
    this.#draw();
  }

  /** What is said of this document now. */
  of(document: vscode.TextDocument): readonly Note[] {
    return this.#notes.get(document) ?? [];
  }

  clear(): void {
    this.#notes.clear();
    this.#draw();
  }

  dispose(): void {
    vscode.Disposable.from(this.#listening, this.#decoration).dispose();
  }

  /** Lines above the first edit stay where they are; what is said of later ones could be of others now. */
  #forget(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const first = Math.min(...changes.map(({ range }) => range.start.line));
    const kept = this.#notes.get(document)?.filter(({ range }) => range.end.line < first);
    if (!kept) return;
    this.#notes.set(document, kept);
    this.#draw();
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(
        this.#decoration,
        this.of(editor.document).map(({ range, text, hover }) => ({
          range,
          hoverMessage: hover,
          renderOptions: { after: { contentText: text } },
        })),
      );
    }
  }
}
