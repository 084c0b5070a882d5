/** As much of VS Code's interface as the host's modules need to be tested in Node: documents that are edited, editors that are looked at. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  isEqual(other: Position): boolean {
    return this.compareTo(other) === 0;
  }

  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(...at: [start: Position, end: Position] | [number, number, number, number]) {
    const [from, to] = at.length === 2 ? at : [new Position(at[0], at[1]), new Position(at[2], at[3])];
    [this.start, this.end] = from.compareTo(to) <= 0 ? [from, to] : [to, from];
  }

  get isEmpty(): boolean {
    return this.start.isEqual(this.end);
  }

  get isSingleLine(): boolean {
    return this.start.line === this.end.line;
  }
}

export class Selection extends Range {
  readonly active: Position;

  constructor(...at: [anchor: Position, active: Position] | [number, number, number, number]) {
    super(...at);
    this.active = at.length === 2 ? at[1] : new Position(at[2], at[3]);
  }
}

export class Disposable {
  constructor(readonly dispose: () => void) {}

  static from(...all: readonly { dispose(): void }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => unknown>();

  readonly event = (listener: (event: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon extends ThemeColor {}

export class TreeItem {
  constructor(readonly label: string) {}
}

export class CancellationError extends Error {}

export const TreeItemCollapsibleState = { None: 0 };
export const DecorationRangeBehavior = { OpenOpen: 0, ClosedClosed: 1 };
export const OverviewRulerLane = { Center: 2 };
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };

export const commands = {
  executed: [] as (readonly unknown[])[],
  executeCommand: async (...given: readonly unknown[]) => void commands.executed.push(given),
};

interface Change {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

const documentChanged = new EventEmitter<{ document: FakeDocument; contentChanges: readonly Change[] }>();
const documentClosed = new EventEmitter<FakeDocument>();
const editorsChanged = new EventEmitter<readonly FakeEditor[]>();
const scrolled = new EventEmitter<{ textEditor: FakeEditor }>();
const selected = new EventEmitter<{ textEditor: FakeEditor; selections: readonly Selection[] }>();

/** What the user or the workspace has set. */
export const settings = new Map<string, unknown>();

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly fsPath: string,
  ) {}

  static file(name: string): Uri {
    return new Uri('file', name);
  }

  static joinPath({ fsPath }: Uri, ...parts: readonly string[]): Uri {
    return Uri.file(path.join(fsPath, ...parts));
  }
}

export class FileSystemError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

async function asFileSystem<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new FileSystemError('FileNotFound') : error;
  }
}

export const ConfigurationTarget = { Workspace: 2 };

export const workspace = {
  onDidChangeTextDocument: documentChanged.event,
  onDidCloseTextDocument: documentClosed.event,
  getConfiguration: (section: string) => ({
    get: (name: string, otherwise: unknown) => settings.get(`${section}.${name}`) ?? otherwise,
    inspect: (name: string) => ({ workspaceValue: settings.get(`${section}.${name}`) }),
    update: async (name: string, value: unknown) => void settings.set(`${section}.${name}`, value),
  }),
  asRelativePath: (file: string) => file.slice(file.indexOf('.unroll')),
  fs: {
    stat: ({ fsPath }: Uri) => asFileSystem(() => stat(fsPath)),
    readFile: ({ fsPath }: Uri) => asFileSystem(() => readFile(fsPath)),
    writeFile: ({ fsPath }: Uri, content: Uint8Array) => asFileSystem(() => writeFile(fsPath, content)),
  },
};

const notCancelled = { isCancellationRequested: false, onCancellationRequested: () => new Disposable(() => undefined) };

export const ProgressLocation = { Window: 10, Notification: 15 };

export class MarkdownString {
  value = '';

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }

  appendText(text: string): this {
    return this.appendMarkdown(text);
  }

  appendCodeblock(text: string): this {
    return this.appendMarkdown(text);
  }
}

export const window = {
  /** Messages in the status bar and in notifications. */
  said: [] as string[],
  setStatusBarMessage: (text: string) => window.said.push(text),
  /** Answers quick picks. */
  pick: (items: readonly { readonly label: string }[]): unknown => items[0],
  showQuickPick: async (items: readonly { readonly label: string }[]) => window.pick(items),
  showInformationMessage: async (text: string) => void window.said.push(text),
  withProgress: (_: unknown, task: (progress: unknown, token: typeof notCancelled) => unknown) =>
    task({ report: () => undefined }, notCancelled),
  visibleTextEditors: [] as FakeEditor[],
  /** Every type made, also those that are gone. */
  decorationTypes: [] as { dispose(): void }[],
  onDidChangeVisibleTextEditors: editorsChanged.event,
  onDidChangeTextEditorVisibleRanges: scrolled.event,
  onDidChangeTextEditorSelection: selected.event,
  createTextEditorDecorationType: () => {
    const type = { dispose: () => undefined };
    window.decorationTypes.push(type);
    return type;
  },
};

export function show(...editors: FakeEditor[]): void {
  window.visibleTextEditors = editors;
  editorsChanged.fire(editors);
}

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
