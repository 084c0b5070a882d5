/**
 * All that is drawn over documents. One rule for edits: an annotation moves with what is edited before it, and is gone
 * with an edit of what it is about. All of a document go when it is closed or gets another language. Only what is in
 * sight is drawn, with one call for each kind and editor.
 */
import * as vscode from 'vscode';
import { ANNOTATION_STYLES, type AnnotationKind, type AnnotationStyle } from './annotationStyles';
import { TrackedRanges } from './trackedRanges';

export interface Annotation {
  readonly range: vscode.Range;
  /** A text behind it. */
  readonly behind?: string;
  readonly hover?: vscode.MarkdownString;
}

interface Shown {
  readonly annotations: readonly Annotation[];
  readonly tracked: TrackedRanges;
}

/** Several changes in one frame are drawn together. */
const SETTLE_MILLISECONDS = 16;
/** Lines above and below what is in sight that are drawn too, so that scrolling finds them there. */
const MARGIN_LINES = 60;
const KINDS = Object.keys(ANNOTATION_STYLES) as readonly AnnotationKind[];

export class Annotations implements vscode.Disposable {
  readonly #types = new Map<AnnotationKind, vscode.TextEditorDecorationType>();
  readonly #shown = new Map<vscode.TextDocument, Map<AnnotationKind, Shown>>();
  readonly #timers = new Map<vscode.TextEditor, NodeJS.Timeout>();
  /** The kinds that an editor has something of: the others need no call. */
  readonly #drawn = new WeakMap<vscode.TextEditor, ReadonlySet<AnnotationKind>>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Something was shown or taken away; not what moved. */
  readonly onDidChange = this.#changed.event;
  readonly #listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && this.#shown.has(document)) this.#redraw(document);
    }),
    // A document that gets another language is closed and opened; its editors stay.
    vscode.workspace.onDidCloseTextDocument((document) => {
      for (const kind of KINDS) this.clear(kind, document);
    }),
    vscode.window.onDidChangeVisibleTextEditors((editors) => this.#inSight(editors)),
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      if (this.#shown.has(textEditor.document)) this.#soon(textEditor);
    }),
  );

  /** In the place of all of this kind that the document had. */
  show(kind: AnnotationKind, document: vscode.TextDocument, annotations: readonly Annotation[]): void {
    if (annotations.length === 0) return this.clear(kind, document);
    const kinds = this.#shown.get(document) ?? new Map<AnnotationKind, Shown>();
    kinds.get(kind)?.tracked.dispose();
    const { unit }: AnnotationStyle = ANNOTATION_STYLES[kind];
    const ranges = annotations.map(({ range }) => range);
    kinds.set(kind, { annotations, tracked: new TrackedRanges(document, ranges, unit) });
    this.#shown.set(document, kinds);
    this.#redraw(document);
    this.#changed.fire();
  }

  /** Those of a document that still hold, where they are now. */
  of(kind: AnnotationKind, document: vscode.TextDocument): readonly Annotation[] {
    const shown = this.#shown.get(document)?.get(kind);
    const ranges = shown?.tracked.ranges ?? [];
    return (shown?.annotations ?? []).flatMap((annotation, at) => {
      const range = ranges[at];
      return range ? [{ ...annotation, range }] : [];
    });
  }

  /** Whether a document has some that still hold, or any document. */
  has(kind: AnnotationKind, document?: vscode.TextDocument): boolean {
    const kinds = document ? [this.#shown.get(document)] : [...this.#shown.values()];
    return kinds.some((one) => one?.get(kind)?.tracked.some);
  }

  /** Of one document, or of all. */
  clear(kind: AnnotationKind, ...documents: readonly vscode.TextDocument[]): void {
    for (const document of documents.length > 0 ? documents : [...this.#shown.keys()]) {
      const kinds = this.#shown.get(document);
      const shown = kinds?.get(kind);
      if (!kinds || !shown) continue;
      shown.tracked.dispose();
      kinds.delete(kind);
      if (kinds.size === 0) this.#shown.delete(document);
      this.#redraw(document);
      this.#changed.fire();
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const kinds of this.#shown.values()) for (const { tracked } of kinds.values()) tracked.dispose();
    vscode.Disposable.from(this.#listening, this.#changed, ...this.#types.values()).dispose();
  }

  #inSight(editors: readonly vscode.TextEditor[]): void {
    for (const [editor, timer] of this.#timers) {
      if (editors.includes(editor)) continue;
      clearTimeout(timer);
      this.#timers.delete(editor);
    }
    for (const editor of editors) if (this.#shown.has(editor.document)) this.#soon(editor);
  }

  #redraw(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) this.#soon(editor);
  }

  #soon(editor: vscode.TextEditor): void {
    if (this.#timers.has(editor)) return;
    const draw = () => {
      this.#timers.delete(editor);
      this.#draw(editor);
    };
    this.#timers.set(editor, setTimeout(draw, SETTLE_MILLISECONDS));
  }

  #draw(editor: vscode.TextEditor): void {
    const drawn = new Set<AnnotationKind>();
    for (const kind of KINDS) {
      const decorations = this.#decorations(kind, editor);
      if (decorations.length > 0) drawn.add(kind);
      if (decorations.length > 0 || this.#drawn.get(editor)?.has(kind)) editor.setDecorations(this.#typeOf(kind), decorations);
    }
    this.#drawn.set(editor, drawn);
  }

  #decorations(kind: AnnotationKind, { document, visibleRanges }: vscode.TextEditor): readonly vscode.DecorationOptions[] {
    const shown = this.#shown.get(document)?.get(kind);
    if (!shown) return [];
    const inSight = new Map(visibleRanges.flatMap((visible) => shown.tracked.within(aroundOf(visible, document))));
    return [...inSight].map(([at, range]) => decoration(range, shown.annotations[at]));
  }

  #typeOf(kind: AnnotationKind): vscode.TextEditorDecorationType {
    const known = this.#types.get(kind);
    if (known) return known;
    const made = vscode.window.createTextEditorDecorationType(ANNOTATION_STYLES[kind].look);
    this.#types.set(kind, made);
    return made;
  }
}

function aroundOf({ start, end }: vscode.Range, document: vscode.TextDocument): vscode.Range {
  return document.validateRange(new vscode.Range(Math.max(0, start.line - MARGIN_LINES), 0, end.line + 1 + MARGIN_LINES, 0));
}

function decoration(range: vscode.Range, { behind, hover }: Partial<Annotation> = {}): vscode.DecorationOptions {
  return {
    range,
    ...(hover ? { hoverMessage: hover } : {}),
    ...(behind === undefined ? {} : { renderOptions: { after: { contentText: onOneLine(behind) } } }),
  };
}

/** A decoration is one line, and its blanks are narrow. */
function onOneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '↵').replaceAll(' ', '\u00a0');
}
