/** As much of VS Code's interface as the host's modules need to be tested in Node: documents that are edited, editors that are looked at. */
import { lstat, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  activated,
  documentChanged,
  documentClosed,
  editorsChanged,
  type FakeDocument,
  type FakeEditor,
  scrolled,
  selected,
} from './fakeEditors';
import { Disposable, EventEmitter } from './fakeRanges';

export { FakeDocument, FakeEditor } from './fakeEditors';
export { Disposable, EventEmitter, Position, Range, Selection } from './fakeRanges';

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon extends ThemeColor {
  static readonly Folder = new ThemeIcon('folder');
}

export class TreeItem {
  constructor(
    public label: string,
    readonly collapsibleState?: number,
  ) {}
}

export class CancellationError extends Error {}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const DecorationRangeBehavior = { OpenOpen: 0, ClosedClosed: 1 };
export const OverviewRulerLane = { Center: 2, Full: 7 };
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };

export const env = {
  remoteName: undefined as string | undefined,
  /** What was handed to the system. */
  opened: [] as Uri[],
  openExternal: async (place: Uri) => void env.opened.push(place),
};

export const commands = {
  executed: [] as (readonly unknown[])[],
  executeCommand: async (...given: readonly unknown[]) => void commands.executed.push(given),
};

/** What the user or the workspace has set. */
export const settings = new Map<string, unknown>();

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly fsPath: string,
  ) {}

  get path(): string {
    return this.fsPath;
  }

  toString(): string {
    return `${this.scheme}://${this.fsPath}`;
  }

  static parse(text: string): Uri {
    const [scheme = '', rest = ''] = text.split(/:(?:\/\/)?(.*)/s);
    return new Uri(scheme, rest);
  }

  with({ path: name }: { readonly path: string }): Uri {
    return new Uri(this.scheme, name);
  }

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

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };

/** Of a link, what it leads to, with a bit more. */
async function statAsVsCode(file: string) {
  const link = (await lstat(file)).isSymbolicLink() ? FileType.SymbolicLink : 0;
  const status = await stat(file);
  const type = status.isFile() ? FileType.File : status.isDirectory() ? FileType.Directory : FileType.Unknown;
  return { type: type | link, size: status.size };
}

/** What is dragged: a value, a text, or a file that may say where it lies. */
export class DataTransferItem {
  constructor(
    readonly value: unknown,
    private readonly file?: { readonly name: string; readonly uri?: Uri },
  ) {}

  async asString(): Promise<string> {
    return String(this.value);
  }

  asFile(): { readonly name: string; readonly uri?: Uri } | undefined {
    return this.file;
  }
}

export class DataTransfer extends Map<string, DataTransferItem> {}

export const InputBoxValidationSeverity = { Info: 1 };

export const ConfigurationTarget = { Workspace: 2 };

/** Of all files that are watched: which glob of which folder. */
class FakeWatcher extends Disposable {
  readonly created = new EventEmitter<Uri>();
  readonly deleted = new EventEmitter<Uri>();
  readonly onDidCreate = this.created.event;
  readonly onDidDelete = this.deleted.event;
  readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;

  constructor(readonly pattern: RelativePattern) {
    super(() => undefined);
  }
}

export class RelativePattern {
  constructor(
    readonly baseUri: Uri,
    readonly pattern: string,
  ) {}
}

export const workspace = {
  deleted: [] as string[],
  /** The folder that is open. */
  folder: undefined as string | undefined,
  get workspaceFolders() {
    return workspace.folder === undefined ? undefined : [{ uri: Uri.file(workspace.folder) }];
  },
  getWorkspaceFolder: ({ fsPath }: Uri) =>
    workspace.folder !== undefined && `${fsPath}/`.startsWith(`${workspace.folder}/`) ? { uri: Uri.file(workspace.folder) } : undefined,
  watchers: [] as FakeWatcher[],
  createFileSystemWatcher: (pattern: RelativePattern) => {
    const watcher = new FakeWatcher(pattern);
    workspace.watchers.push(watcher);
    return watcher;
  },
  /** Documents that were opened, and in which encoding. */
  opened: [] as (readonly [file: string, encoding: string | undefined])[],
  openTextDocument: async ({ fsPath }: Uri, options?: { readonly encoding?: string }) =>
    void workspace.opened.push([fsPath, options?.encoding]),
  onDidChangeWorkspaceFolders: () => new Disposable(() => undefined),
  onDidChangeConfiguration: () => new Disposable(() => undefined),
  onDidChangeTextDocument: documentChanged.event,
  onDidCloseTextDocument: documentClosed.event,
  getConfiguration: (section: string) => ({
    get: (name: string, otherwise: unknown) => settings.get(`${section}.${name}`) ?? otherwise,
    inspect: (name: string) => ({ workspaceValue: settings.get(`${section}.${name}`) }),
    update: async (name: string, value: unknown) => void settings.set(`${section}.${name}`, value),
  }),
  asRelativePath: (file: string | Uri) => (typeof file === 'string' ? file.slice(file.indexOf('.unroll')) : file.fsPath),
  textDocuments: [] as FakeDocument[],
  /** What is found, whatever is looked for. */
  found: [] as Uri[],
  findFiles: async () => workspace.found,
  fs: {
    stat: ({ fsPath }: Uri) => asFileSystem(() => statAsVsCode(fsPath)),
    readFile: ({ fsPath }: Uri) => asFileSystem(() => readFile(fsPath)),
    delete: async ({ fsPath }: Uri) => void workspace.deleted.push(fsPath),
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
  /** What the user types when asked, and what is said of it meanwhile. */
  typed: undefined as string | undefined,
  objections: [] as unknown[],
  showInputBox: async ({ validateInput }: { readonly validateInput?: (text: string) => unknown }) => {
    if (window.typed !== undefined) window.objections.push(validateInput?.(window.typed));
    return window.typed;
  },
  showErrorMessage: async (text: string) => void window.said.push(text),
  /** Answers quick picks. */
  pick: (items: readonly { readonly label: string }[]): unknown => items[0],
  showQuickPick: async (items: readonly { readonly label: string }[]) => window.pick(items),
  /** What the user opens in a dialog of files. */
  opened: undefined as readonly Uri[] | undefined,
  showOpenDialog: async () => window.opened,
  /** Documents that were opened in an editor. */
  shown: [] as unknown[],
  showTextDocument: async (document: unknown) => void window.shown.push(document),
  /** Where the user saves something. */
  saved: undefined as Uri | undefined,
  /** As what each dialog proposed to save. */
  proposals: [] as { readonly defaultUri?: Uri; readonly filters?: unknown }[],
  showSaveDialog: async (proposed: { readonly defaultUri?: Uri; readonly filters?: unknown } = {}) => {
    window.proposals.push(proposed);
    return window.saved;
  },
  /** What the user chooses in a dialog. */
  answer: undefined as string | undefined,
  /** What the user chooses of a notification. */
  choose: (): string | undefined => undefined,
  showInformationMessage: async (text: string, options?: string | { readonly modal?: boolean; readonly detail?: string }) => {
    const { modal = false, detail } = typeof options === 'object' ? options : {};
    window.said.push(detail === undefined ? text : `${text} ${detail}`);
    return modal ? window.answer : window.choose();
  },
  showWarningMessage: async (text: string, { detail = '' }: { readonly detail?: string } = {}) => {
    window.said.push(`${text} ${detail}`);
    return window.answer;
  },
  withProgress: (_: unknown, task: (progress: unknown, token: typeof notCancelled) => unknown) =>
    task({ report: () => undefined }, notCancelled),
  visibleTextEditors: [] as FakeEditor[],
  activeTextEditor: undefined as FakeEditor | undefined,
  onDidChangeActiveTextEditor: activated.event,
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
