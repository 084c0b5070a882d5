/** What an experiment file can name, as it is written: files by their paths from it, cells that are built in or lie in the workspace. The schema completes all else. */
import * as path from 'node:path';
import { getLocation } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { EngineProcess } from '../engineProcess';
import { EXPERIMENT_FILES } from './experiments';

/** Cells of the workspace that are offered at most. */
const MOST_CELLS = 200;
/** Never what one learns from, nor starts from. */
const HIDDEN = /^\.|^node_modules$|\.unroll\.json$/i;

/** Which endings each setting takes; undefined: any. */
const PATHS: Readonly<Record<string, RegExp | undefined>> = { files: undefined, init: /\.safetensors$/i, initVocabulary: /\.json$/i };

export function completeExperiments(engine: EngineProcess): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    async provideCompletionItems(document, position) {
      const { setting, typed, range, quoted } = written(document, position);
      if (setting === 'cell') return asJson(await cells(engine, document.uri, typed), range, quoted);
      return setting in PATHS ? asJson(await paths(document.uri, typed, PATHS[setting]), range, quoted) : [];
    },
  };
  return vscode.languages.registerCompletionItemProvider(EXPERIMENT_FILES, provider, '"', '/', ',');
}

/** The text that is being written, and of which setting it is. */
export function written(document: Pick<vscode.TextDocument, 'getText' | 'offsetAt' | 'positionAt'>, position: vscode.Position) {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const { path: names, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const string = previousNode?.type === 'string' && offset > previousNode.offset ? previousNode : undefined;
  const begin = string ? string.offset + 1 : offset;
  const closed = string && string.length > 1 && text[string.offset + string.length - 1] === '"';
  const end = string ? string.offset + string.length - (closed ? 1 : 0) : offset;
  const inside = string ? offset <= end : [':', '[', ','].includes(text.slice(0, offset).trimEnd().at(-1) ?? '');
  return {
    setting: !isAtPropertyKey && inside && typeof names[0] === 'string' ? names[0] : '',
    typed: text.slice(begin, offset),
    range: new vscode.Range(document.positionAt(begin), document.positionAt(Math.max(end, offset))),
    quoted: string !== undefined,
  };
}

interface Offered {
  /** All that shall stand between the quotes. */
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
  readonly kind: vscode.CompletionItemKind;
}

function asJson(offered: readonly Offered[], range: vscode.Range, quoted: boolean): vscode.CompletionItem[] {
  return offered.map(({ value, label, detail, kind }, at) => {
    const item = new vscode.CompletionItem(label, kind);
    const json = JSON.stringify(value);
    item.insertText = quoted ? json.slice(1, -1) : json;
    item.filterText = item.insertText;
    item.range = range;
    item.sortText = String(at).padStart(6, '0');
    if (detail !== undefined) item.detail = detail;
    if (kind === vscode.CompletionItemKind.Folder) item.command = { title: 'More', command: 'editor.action.triggerSuggest' };
    return item;
  });
}

/** What lies in the folder that is typed so far: folders, and files of that ending. */
async function paths(from: vscode.Uri, typed: string, ending?: RegExp): Promise<Offered[]> {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const place = vscode.Uri.file(path.resolve(path.dirname(from.fsPath), folder));
  if (!vscode.workspace.getWorkspaceFolder(place)) return [];
  const entries = await vscode.workspace.fs.readDirectory(place);
  const { File, Folder } = vscode.CompletionItemKind;
  const offered = entries.flatMap(([name, type]): Offered[] => {
    if (HIDDEN.test(name)) return [];
    if (type & vscode.FileType.Directory) return [{ value: `${folder}${name}/`, label: `${name}/`, kind: Folder }];
    return ending && !ending.test(name) ? [] : [{ value: folder + name, label: name, kind: File }];
  });
  const up: Offered = { value: `${folder}../`, label: '../', kind: Folder };
  return [...offered.sort((a, b) => a.label.localeCompare(b.label)), ...(/^(\.\.\/)*$/.test(folder) ? [up] : [])];
}

/** A cell for each layer may be named, with commas between: what stands before the last one stays. */
async function cells(engine: EngineProcess, from: vscode.Uri, typed: string): Promise<Offered[]> {
  const before = /^.*,\s*/.exec(typed)?.[0] ?? '';
  const own = await vscode.workspace.findFiles('**/*.cell', '**/node_modules/**', MOST_CELLS);
  const { Value, File } = vscode.CompletionItemKind;
  return [
    ...(await engine.api.cells()).map(({ name, title }) => ({ value: before + name, label: name, detail: title, kind: Value })),
    ...own.map((uri) => {
      const relative = path.relative(path.dirname(from.fsPath), uri.fsPath).split(path.sep).join('/');
      return { value: before + relative, label: relative, detail: 'in this workspace', kind: File };
    }),
  ];
}
