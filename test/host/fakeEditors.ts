/** Documents that are edited and editors that are looked at, and the events by which VS Code tells of them. */
import { EventEmitter, Position, Range, Selection } from './fakeRanges';

export interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

export const documentChanged = new EventEmitter<{ document: FakeDocument; contentChanges: readonly Change[] }>();
export const documentClosed = new EventEmitter<FakeDocument>();
export const editorsChanged = new EventEmitter<readonly FakeEditor[]>();
export const activated = new EventEmitter<FakeEditor | undefined>();
export const scrolled = new EventEmitter<{ textEditor: FakeEditor }>();
export const selected = new EventEmitter<{ textEditor: FakeEditor; selections: readonly Selection[] }>();

export class FakeDocument {
  readonly uri = { path: '/poem.txt', toString: () => 'file:///poem.txt' };
  version = 1;
  isClosed = false;

  /** @param eol the document's own line end: what is written gets it, as in VS Code */
  constructor(
    private text: string,
    private readonly eol = '\n',
  ) {}

  get lineCount(): number {
    return this.#lines.length;
  }

  getText(range?: Range): string {
    return range ? this.text.slice(this.offsetAt(range.start), this.offsetAt(range.end)) : this.text;
  }

  offsetAt({ line, character }: Position): number {
    const before = this.#lines.slice(0, line).reduce((sum, text) => sum + text.length + this.eol.length, 0);
    return Math.min(before + character, this.text.length);
  }

  positionAt(offset: number): Position {
    const before = this.text.slice(0, Math.max(0, offset)).split(this.eol);
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }

  lineAt(line: number): { text: string; range: Range; isEmptyOrWhitespace: boolean } {
    const text = this.#lines[line] ?? '';
    return { text, range: new Range(line, 0, line, text.length), isEmptyOrWhitespace: text.trim() === '' };
  }

  validateRange({ start, end }: Range): Range {
    return new Range(this.positionAt(this.offsetAt(start)), this.positionAt(this.offsetAt(end)));
  }

  /** One edit of several replacements, told as VS Code tells it: the last in the document first. */
  edit(...changes: readonly Change[]): void {
    const told = [...changes]
      .sort((a, b) => b.rangeOffset - a.rangeOffset)
      .map((change) => ({ ...change, text: change.text.replaceAll(/\r\n|\n/g, this.eol) }));
    for (const { rangeOffset, rangeLength, text } of told) {
      this.text = this.text.slice(0, rangeOffset) + text + this.text.slice(rangeOffset + rangeLength);
    }
    this.version++;
    documentChanged.fire({ document: this, contentChanges: told });
  }

  insert(at: Position, text: string): void {
    this.edit({ rangeOffset: this.offsetAt(at), rangeLength: 0, text });
  }

  /** As VS Code does, also when the language changes. */
  close(): void {
    documentClosed.fire(this);
  }

  get #lines(): readonly string[] {
    return this.text.split(this.eol);
  }
}

interface Decoration {
  readonly range: Range;
  readonly renderOptions?: { readonly after: { readonly contentText: string } };
}

export class FakeEditor {
  selection = new Selection(0, 0, 0, 0);
  visibleRanges: readonly Range[];
  /** Calls of `setDecorations`. */
  calls = 0;
  readonly #decorations = new Map<unknown, readonly Decoration[]>();

  constructor(readonly document: FakeDocument) {
    this.visibleRanges = [new Range(0, 0, Math.min(40, document.lineCount), 0)];
  }

  setDecorations(type: unknown, decorations: readonly Decoration[]): void {
    this.calls++;
    this.#decorations.set(type, decorations);
  }

  /** What is drawn now: on which lines, and the texts behind them. */
  get drawn(): readonly (readonly [line: number, behind: string | undefined])[] {
    const all = [...this.#decorations.values()].flat();
    return all.map(({ range, renderOptions }) => [range.start.line, renderOptions?.after.contentText] as const);
  }

  scrollTo(line: number): void {
    this.visibleRanges = [new Range(line, 0, line + 40, 0)];
    scrolled.fire({ textEditor: this });
  }

  select(selection: Selection): void {
    this.selection = selection;
    selected.fire({ textEditor: this, selections: [selection] });
  }

  revealRange(): void {}

  async edit(build: (builder: { replace(range: Range, text: string): void }) => void): Promise<boolean> {
    const changes: Change[] = [];
    build({
      replace: (range, text) => {
        const rangeOffset = this.document.offsetAt(range.start);
        changes.push({ rangeOffset, rangeLength: this.document.offsetAt(range.end) - rangeOffset, text });
      },
    });
    this.document.edit(...changes);
    return true;
  }
}
