/** The sample workspace that ships with the extension, copied to where it may be changed and runs can be kept. */
import * as vscode from 'vscode';
import type { Commands, CommandTools } from './commands';

export function sampleCommands({ extension: { extensionUri, globalStorageUri } }: CommandTools): Commands {
  return {
    'unroll.openSamples': async () => {
      const shipped = vscode.Uri.joinPath(extensionUri, 'media', 'samples');
      const copy = vscode.Uri.joinPath(globalStorageUri, 'samples');
      await vscode.workspace.fs.createDirectory(copy);
      const there = new Set((await vscode.workspace.fs.readDirectory(copy)).map(([name]) => name));
      for (const [name] of await vscode.workspace.fs.readDirectory(shipped)) {
        if (!there.has(name)) await vscode.workspace.fs.copy(vscode.Uri.joinPath(shipped, name), vscode.Uri.joinPath(copy, name));
      }
      await vscode.commands.executeCommand('vscode.openFolder', copy, {
        forceNewWindow: Boolean(vscode.workspace.workspaceFolders?.length),
      });
    },
  };
}
