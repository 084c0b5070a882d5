/** Cells to read, and to copy so that they can be changed. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EngineProcess } from '../engineProcess';
import { builtinCellUri, CELL_SCHEME, runCellUri } from '../languages/cellDocuments';
import { StatedError } from '../statedError';
import { RunItem } from '../views/runItem';
import { firstFree } from '../workspace/runName';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';

export function cellCommands({ engine, picker }: CommandTools): Commands {
  return {
    'unroll.openCell': async (given) => {
      const ofRun = given instanceof RunItem || typeof given === 'string';
      const uri = ofRun ? runCellUri(await picker.pick(given, { ...TRAINED, question: '' })) : await askForCell(engine);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
    'unroll.copyCell': async (given) => {
      const uri = given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
      if (uri?.scheme !== CELL_SCHEME)
        throw new StatedError('Show the equations of a cell first; then this copies them.', [
          { title: 'Show Cell Equations', command: 'unroll.openCell' },
        ]);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(await copyToWorkspace(document), { preview: false });
    },
  };
}

async function askForCell(engine: EngineProcess): Promise<vscode.Uri> {
  const cells = (await engine.api.cells()).map(({ name, title }) => ({ label: name, description: title }));
  const picked = await vscode.window.showQuickPick(cells, {
    title: 'Show Cell Equations',
    placeHolder: 'A built-in cell',
    matchOnDescription: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return builtinCellUri(picked.label);
}

/** A new file beside the user's own, never over one; an untitled document where there is no folder. */
async function copyToWorkspace(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  const content = document.getText();
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder || vscode.workspace.fs.isWritableFileSystem(folder.uri.scheme) === false) {
    return vscode.workspace.openTextDocument({ language: 'unroll-cell', content });
  }
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name.toLowerCase()));
  const stem = path.posix.basename(document.uri.path, '.cell');
  const name = firstFree(`my-${stem}`, (candidate) => taken.has(`${candidate}.cell`.toLowerCase()));
  const copy = vscode.Uri.joinPath(folder.uri, `${name}.cell`);
  await vscode.workspace.fs.writeFile(copy, new TextEncoder().encode(content));
  return vscode.workspace.openTextDocument(copy);
}
