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

/** As the notation has it. */
const CELL_NAME = /^\p{L}[\p{L}\p{M}\p{Nd}_-]*$/u;

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

/** A new file beside the user's own, never over one, with the name that is chosen; an untitled document where there is no folder. */
async function copyToWorkspace(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  const content = document.getText();
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder || vscode.workspace.fs.isWritableFileSystem(folder.uri.scheme) === false) {
    return vscode.workspace.openTextDocument({ language: 'unroll-cell', content });
  }
  const files = new Set((await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name.toLowerCase()));
  const isTaken = (name: string) => files.has(`${name}.cell`.toLowerCase());
  const name = await askForName(`my-${path.posix.basename(document.uri.path, '.cell')}`, isTaken);
  const copy = vscode.Uri.joinPath(folder.uri, `${name}.cell`);
  await vscode.workspace.fs.writeFile(copy, new TextEncoder().encode(renameCell(content, name)));
  return vscode.workspace.openTextDocument(copy);
}

/** The source with another name in its `cell` line. */
export function renameCell(source: string, name: string): string {
  return source.replace(/^(\s*cell\s+)\S+/mu, (_, declaration: string) => declaration + name);
}

async function askForName(proposed: string, isTaken: (name: string) => boolean): Promise<string> {
  const name = await vscode.window.showInputBox({
    title: 'Copy Cell to Workspace',
    prompt: 'The name of the cell, and of its file',
    value: firstFree(proposed, isTaken),
    validateInput: (typed) => {
      if (!CELL_NAME.test(typed)) return 'A cell’s name is one word of letters, digits and hyphens: my-lstm.';
      return isTaken(typed) ? `There is a ${typed}.cell in this workspace already.` : undefined;
    },
  });
  if (name === undefined) throw new vscode.CancellationError();
  return name;
}
