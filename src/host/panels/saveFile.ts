/** A picture or its numbers as a file: where, the user chooses. */
import path from 'node:path';
import * as vscode from 'vscode';

const KINDS: Readonly<Record<string, string>> = { png: 'Pictures', svg: 'Drawings', csv: 'Tables' };

/** @param name that is proposed: its ending says of which kind it is. Nothing is written where the dialog is dismissed. */
export async function saveFile(name: string, bytes: Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const kind = path.extname(name).slice(1);
  const chosen = await vscode.window.showSaveDialog({
    title: 'Save Picture',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [KINDS[kind] ?? 'Files']: [kind] },
  });
  if (!chosen) return;
  await vscode.workspace.fs.writeFile(chosen, bytes);
  vscode.window.setStatusBarMessage(`Saved ${path.basename(chosen.fsPath)}`, 5000);
}
