/** What to train on, where it is not what is in front: a text or a table of the workspace, or a file from anywhere. */
import * as path from 'node:path';
import * as vscode from 'vscode';

/** Offered at most: more nobody looks through, and what is typed narrows these down. */
const MOST = 200;

/** @throws CancellationError when dismissed */
export async function pickText(title: string): Promise<vscode.Uri> {
  const texts = await vscode.workspace.findFiles(
    '**/*.{txt,md,tex,csv,tsv,jsonl,js,ts,py,c,java,html,json}',
    '{**/{node_modules,.unroll}/**,**/*.unroll.json}',
    MOST,
  );
  const items = texts.map((uri) => ({ label: path.posix.basename(uri.path), description: vscode.workspace.asRelativePath(uri), uri }));
  const choose = { label: '$(folder-opened) Choose File…', description: '', uri: undefined, alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...items, choose], { title, placeHolder: 'What to train on' });
  if (!picked) throw new vscode.CancellationError();
  if (picked.uri) return picked.uri;
  const [file] = (await vscode.window.showOpenDialog({ title: `${title}: what to train on`, openLabel: 'Train' })) ?? [];
  if (!file) throw new vscode.CancellationError();
  return file;
}
