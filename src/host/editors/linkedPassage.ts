/**
 * A panel's tie to the passage it works on: points at one of its characters (or words) in the editor, says where the cursor is
 * in it, and inserts what was generated as one undoable edit. An edit in the passage breaks the tie of characters;
 * text can still be inserted.
 */
import * as vscode from 'vscode';
import type { GivenProperty } from '../../engine/inspect/units/scoreUnits';
import { StatedError } from '../statedError';
import type { Annotations } from './annotations';
import type { Passage } from './passage';
import { nameOf, replaceText } from './replaceText';
import { tokenKinds } from './tokenKinds';
import { TrackedRanges } from './trackedRanges';
import { type Reading, UnitOffsets } from './unitOffsets';

export class LinkedPassage implements vscode.Disposable {
  readonly #cursor = new vscode.EventEmitter<number | undefined>();
  /** The character of the passage at the editor's cursor; undefined when it left the passage. */
  readonly onDidMoveCursor = this.#cursor.event;
  readonly #tracked: TrackedRanges;
  readonly #listening: vscode.Disposable;
  #selection: vscode.Range;
  readonly #offsets: UnitOffsets;

  constructor(
    private readonly passage: Passage,
    private readonly annotations: Annotations,
    reading: Reading,
  ) {
    this.#offsets = new UnitOffsets(passage.text, reading);
    this.#tracked = new TrackedRanges(passage.document, [passage.range]);
    this.#selection = passage.range;
    this.#listening = vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
      if (textEditor.document === passage.document && selection) this.#moved(selection);
    });
  }

  /** What the model reads as number `index`; none for undefined, and none once the passage was edited. */
  pointAt(index: number | undefined): void {
    const { document } = this.passage;
    const range = index === undefined ? undefined : this.#character(index);
    this.annotations.show('pointed', document, range ? [{ range }] : []);
    if (range) for (const editor of this.#editors) editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** The same in an editor that is brought to sight where it is not. @throws StatedError where it is closed */
  async show(index: number): Promise<void> {
    await this.#editor();
    this.pointAt(index);
  }

  /** After the selected text; what was inserted is selected then, so that another can replace it. */
  async insert(text: string): Promise<void> {
    await this.#write(({ selection }) => new vscode.Range(selection.end, selection.end), text);
  }

  /** In the place of the selected text. */
  async replace(text: string): Promise<void> {
    await this.#write(({ selection }) => selection, text);
  }

  /** What the document's own language service says of it; nothing once it was edited. */
  async tokenKinds(): Promise<readonly GivenProperty[]> {
    const range = this.#range;
    return range ? await tokenKinds(this.passage.document, range, this.#offsets) : [];
  }

  dispose(): void {
    this.annotations.clear('pointed', this.passage.document);
    vscode.Disposable.from(this.#listening, this.#tracked, this.#cursor).dispose();
  }

  /** Where the passage is now; undefined once it was edited. */
  get #range(): vscode.Range | undefined {
    return this.#tracked.ranges[0];
  }

  get #editors(): readonly vscode.TextEditor[] {
    return vscode.window.visibleTextEditors.filter(({ document }) => document === this.passage.document);
  }

  #character(index: number): vscode.Range | undefined {
    const { document } = this.passage;
    const [passage, span] = [this.#range, this.#offsets.span(index)];
    if (!passage || !span) return undefined;
    const start = document.offsetAt(passage.start);
    return new vscode.Range(document.positionAt(start + span.from), document.positionAt(start + span.to));
  }

  async #write(where: (editor: vscode.TextEditor) => vscode.Range, text: string): Promise<void> {
    const editor = await this.#editor();
    const { start, end } = await replaceText(editor, [{ range: where(editor), text }]);
    // With the focus, so that undo is a key away.
    const shown = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    shown.selection = new vscode.Selection(end, start);
    shown.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
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
    const passage = this.#range;
    const offset = passage ? document.offsetAt(selection.active) - document.offsetAt(passage.start) : -1;
    this.#cursor.fire(offset >= 0 && offset < text.length ? this.#offsets.at(offset) : undefined);
  }
}

function hasTab(uri: vscode.Uri): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}
