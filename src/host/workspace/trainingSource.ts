/** What shall be trained on: files and folders from the Explorer, the active editor, or files that are asked for. The engine reads them. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LastEditor } from '../editors/lastEditor';
import { StatedError } from '../statedError';

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

export async function trainingSource(clicked: unknown, selected: unknown, lastEditor: LastEditor): Promise<TrainingSource> {
  const resources = resourcesOf(clicked, selected);
  const uris = resources.length > 0 ? resources : [inFront(lastEditor) ?? (await askForFiles())].flat();
  const [first] = uris;
  return uris.length === 1 && first ? fromOne(first) : fromSeveral(uris);
}

/** What a menu's command was called on: the whole selection, or what was clicked; nothing from the palette. */
export function resourcesOf(clicked: unknown, selected: unknown): readonly vscode.Uri[] {
  const resources = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  return resources.length > 0 ? resources : clicked instanceof vscode.Uri ? [clicked] : [];
}

/** The document in front, also where it is too large to be handed to extensions; beside a panel, the last one. */
function inFront(lastEditor: LastEditor): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri : lastEditor.find()?.document.uri;
}

async function askForFiles(): Promise<readonly vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Train Char-RNN: choose one or more texts',
    openLabel: 'Train',
    canSelectMany: true,
  });
  if (!chosen?.length) throw new vscode.CancellationError();
  return chosen;
}

function fromOne(uri: vscode.Uri): TrainingSource {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  const onDisk = uri.scheme === 'file';
  if (document && (document.isDirty || !onDisk)) {
    return { name: path.posix.basename(uri.path), files: onDisk ? [uri.fsPath] : [], text: document.getText(), near: uri, notes: [] };
  }
  if (!onDisk) throw new StatedError(`${uri.toString(true)} is not a file on this machine: open it in an editor, and train from there.`);
  return fromSeveral([uri]);
}

function fromSeveral(uris: readonly vscode.Uri[]): TrainingSource {
  const files = uris.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const names = uris.map(({ path: name }) => path.posix.basename(name));
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && files.includes(uri.fsPath));
  return {
    name: names.length === 1 ? (names[0] ?? 'text') : `${names.length} files`,
    files,
    ...(uris[0] ? { near: uris[0] } : {}),
    notes: unsaved.length > 0 ? [`${unsaved.map(({ fileName }) => path.basename(fileName)).join(', ')}: trained as last saved.`] : [],
  };
}
