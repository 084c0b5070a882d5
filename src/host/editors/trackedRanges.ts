/** Where passages of a document are now: each moves with what is edited before it, and is lost with an edit within it. */
import * as vscode from 'vscode';
import { afterEdit, type Change, type Span } from './trackedSpan';

export type Unit = 'text' | 'lines';

export class TrackedRanges implements vscode.Disposable {
  #spans: readonly Span[];
  readonly #listening: vscode.Disposable;

  /** @param unit `lines`: what is added to a line at its beginning or end is an edit within it too */
  constructor(
    readonly document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    private readonly unit: Unit = 'text',
  ) {
    this.#spans = ranges.map(({ start, end }) => {
      const offset = document.offsetAt(start);
      return { start: offset, length: document.offsetAt(end) - offset, intact: true };
    });
    this.#listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && event.contentChanges.length > 0) this.#edited(event.contentChanges);
    });
  }

  /** In the order they were given; one that was edited is undefined for ever after. */
  get ranges(): readonly (vscode.Range | undefined)[] {
    return this.#spans.map((span) => (span.intact ? this.#rangeOf(span) : undefined));
  }

  /** Whether one at least was not edited. */
  get some(): boolean {
    return this.#spans.some(({ intact }) => intact);
  }

  /** Those that overlap with a part of the document, by their place in the order given. */
  within(part: vscode.Range): readonly (readonly [at: number, range: vscode.Range])[] {
    const [from, to] = [this.document.offsetAt(part.start), this.document.offsetAt(part.end)];
    return this.#spans.flatMap((span, at) =>
      span.intact && span.start <= to && span.start + span.length >= from ? [[at, this.#rangeOf(span)] as const] : [],
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #edited(changes: readonly Change[]): void {
    this.#spans = this.#spans.map((span) => {
      const after = afterEdit(span, changes);
      const touched = changes.some((change) => touches(change, span));
      return this.unit === 'lines' && touched && !this.#isWholeLines(after) ? { ...after, intact: false } : after;
    });
  }

  #isWholeLines(span: Span): boolean {
    const { start, end } = this.#rangeOf(span);
    return start.character === 0 && this.document.lineAt(end.line).range.end.isEqual(end);
  }

  #rangeOf({ start, length }: Span): vscode.Range {
    return new vscode.Range(this.document.positionAt(start), this.document.positionAt(start + length));
  }
}

function touches({ rangeOffset, rangeLength }: Change, { start, length }: Span): boolean {
  return rangeOffset + rangeLength === start || rangeOffset === start + length;
}
