/** What shall be trained on: files and folders from the Explorer, the active editor, or files that are asked for. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { StatedError } from '../statedError';
import { textFilesIn } from './textFiles';

export interface TrainingSource {
  /** For people and for the run's name: "hello.txt", "chapters", "3 files". */
  readonly name: string;
  readonly files: readonly string[];
  /** The text of a document that is not on disk as it is in the editor. */
  readonly text?: string;
  /** Decides whose settings and which workspace folder are used. */
  readonly near?: vscode.Uri;
  /** What the user should know: whole sentences. */
  readonly notes: readonly string[];
}

/** VS Code hands a menu's command the clicked resource and the whole selection. */
export async function trainingSource(clicked: unknown, selected: unknown): Promise<TrainingSource> {
  const resources = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  const uris = resources.length > 0 ? resources : clicked instanceof vscode.Uri ? [clicked] : [activeResource() ?? (await askForFiles())].flat();
  const [first] = uris;
  return uris.length === 1 && first ? fromOne(first) : fromSeveral(uris);
}

/** The editor in front, also where its file is too large to be handed to extensions. */
function activeResource(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return vscode.window.activeTextEditor?.document.uri ?? (input instanceof vscode.TabInputText ? input.uri : undefined);
}

async function askForFiles(): Promise<readonly vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({ title: 'Train Char-RNN: choose one or more texts', openLabel: 'Train', canSelectMany: true });
  if (!chosen?.length) throw new vscode.CancellationError();
  return chosen;
}

async function fromOne(uri: vscode.Uri): Promise<TrainingSource> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const onDisk = uri.scheme === 'file';
  if (document && (document.isDirty || !onDisk)) {
    return { name: path.posix.basename(uri.path), files: onDisk ? [uri.fsPath] : [], text: document.getText(), near: uri, notes: [] };
  }
  if (!onDisk) throw new StatedError(`${uri.toString(true)} is not a file on this machine: open it in an editor, and train from there.`);
  return fromSeveral([uri]);
}

async function fromSeveral(uris: readonly vscode.Uri[]): Promise<TrainingSource> {
  const local = uris.filter(({ scheme }) => scheme === 'file');
  const found = await Promise.all(local.map(filesOf));
  const files = [...new Set(found.flat())];
  const names = uris.map(({ path: name }) => path.posix.basename(name));
  const unsaved = vscode.workspace.textDocuments.filter((one) => one.isDirty && files.includes(one.uri.fsPath));
  return {
    name: names.length === 1 ? (names[0] ?? 'text') : `${names.length} files`,
    files,
    ...(uris[0] ? { near: uris[0] } : {}),
    notes: unsaved.length > 0 ? [`${unsaved.map((one) => path.basename(one.fileName)).join(', ')}: trained as last saved.`] : [],
  };
}

async function filesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const { type } = await statOf(uri);
  if (!(type & vscode.FileType.Directory)) return [uri.fsPath];
  const files = await textFilesIn(uri.fsPath);
  if (files.length === 0) throw new StatedError(`There is no text file in ${path.basename(uri.fsPath)}.`);
  return files;
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') throw new StatedError(`${uri.fsPath} is not there any more.`);
    throw error;
  }
}
