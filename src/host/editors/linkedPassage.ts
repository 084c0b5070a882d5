/**
 * A panel's tie to the passage it works on: highlights one of its characters in the editor, says where the cursor is
 * in it, and inserts what was generated as one undoable edit. Edits before the passage move it; an edit in it breaks
 * the tie of characters, but text can still be inserted.
 */
import * as vscode from 'vscode';
import { StatedError } from '../statedError';
import { codePointAtOffset, offsetOfCodePoint } from './codePoints';
import type { Passage } from './passage';
import { afterEdit, type Change, type Span } from './trackedSpan';

export class LinkedPassage implements vscode.Disposable {
  /** Inverted, as a block cursor is, with a border: visible in every theme, and on selected text. */
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.foreground'),
    color: new vscode.ThemeColor('editor.background'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerColor: new vscode.ThemeColor('editor.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  readonly #cursor = new vscode.EventEmitter<number | undefined>();
  /** The character of the passage at the editor's cursor; undefined when it left the passage. */
  readonly onDidMoveCursor = this.#cursor.event;
  readonly #listening: vscode.Disposable;
  #span: Span;
  #selection: vscode.Range;

  constructor(private readonly passage: Passage) {
    this.#span = { start: passage.document.offsetAt(passage.range.start), length: passage.text.length, intact: true };
    this.#selection = passage.range;
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => event.document === passage.document && this.#edited(event.contentChanges)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
        if (textEditor.document === passage.document && selection) this.#moved(selection);
      }),
    );
  }

  get text(): string {
    return this.passage.text;
  }

  highlight(index: number | undefined): void {
    const { document, text } = this.passage;
    const ranges: vscode.Range[] = [];
    if (index !== undefined && this.#span.intact) {
      const from = this.#span.start + offsetOfCodePoint(text, index);
      const to = this.#span.start + offsetOfCodePoint(text, index + 1);
      if (to > from) ranges.push(new vscode.Range(document.positionAt(from), document.positionAt(to)));
    }
    for (const editor of this.#editors) {
      editor.setDecorations(this.#decoration, ranges);
      if (ranges[0]) editor.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  /** After the selected text; what was inserted is selected then, so that another can replace it. */
  async insert(text: string): Promise<void> {
    await this.#edit(({ selection }) => new vscode.Range(selection.end, selection.end), text);
  }

  async replace(text: string): Promise<void> {
    await this.#edit(({ selection }) => selection, text);
  }

  dispose(): void {
    vscode.Disposable.from(this.#listening, this.#decoration, this.#cursor).dispose();
  }

  get #editors(): readonly vscode.TextEditor[] {
    return vscode.window.visibleTextEditors.filter(({ document }) => document === this.passage.document);
  }

  async #edit(where: (editor: vscode.TextEditor) => vscode.Range, text: string): Promise<void> {
    const editor = await this.#editor();
    const target = where(editor);
    const start = editor.document.offsetAt(target.start);
    const before = editor.document.getText().length - editor.document.getText(target).length;
    if (!(await editor.edit((builder) => builder.replace(target, text)))) {
      throw new StatedError(`${nameOf(editor.document)} cannot be edited: copy the text, and paste it where it shall go.`);
    }
    // The editor may have turned line ends into its own.
    const end = start + editor.document.getText().length - before;
    const inserted = new vscode.Selection(editor.document.positionAt(end), editor.document.positionAt(start));
    // With the focus, so that undo is a key away.
    const shown = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    shown.selection = inserted;
    shown.revealRange(new vscode.Range(inserted.start, inserted.start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** The editor of the passage, brought back where its tab is only hidden. */
  async #editor(): Promise<vscode.TextEditor> {
    const [visible] = this.#editors;
    if (visible) return visible;
    const { document, viewColumn } = this.passage;
    if (document.isClosed || !hasTab(document.uri)) {
      throw new StatedError(`The editor of ${nameOf(document)} is closed. Copy the text, or open the file again and ask from there.`);
    }
    const editor = await vscode.window.showTextDocument(document, { ...(viewColumn ? { viewColumn } : {}), preserveFocus: true });
    editor.selection = new vscode.Selection(this.#selection.start, this.#selection.end);
    return editor;
  }

  #moved(selection: vscode.Selection): void {
    const { document, text } = this.passage;
    this.#selection = selection;
    const { start, length, intact } = this.#span;
    const offset = document.offsetAt(selection.active) - start;
    this.#cursor.fire(intact && offset >= 0 && offset < length ? codePointAtOffset(text, offset) : undefined);
  }

  #edited(changes: readonly Change[]): void {
    this.#span = afterEdit(this.#span, changes);
    if (!this.#span.intact) this.highlight(undefined);
  }
}

function hasTab(uri: vscode.Uri): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) || 'this document';
}
