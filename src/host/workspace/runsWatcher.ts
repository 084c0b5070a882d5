/** Runs that come or go on disk (another window, the command line, git, the Explorer) show up by themselves. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunFolders } from './runFolders';

const SETTLE_MILLISECONDS = 300;

export function watchRuns(folders: RunFolders, changed: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let watchers: vscode.Disposable[] = [];
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MILLISECONDS);
  };
  const watch = () => {
    vscode.Disposable.from(...watchers).dispose();
    watchers = folders.roots.flatMap((root) => {
      const watcher = vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(root.path), '**'),
        false,
        true,
        false,
      );
      // Of what is written while training, only a first checkpoint, those that are kept, the lock of who trains and whole folders matter.
      const matters = ({ fsPath }: vscode.Uri) =>
        path.dirname(fsPath) === root.path || /(experiment\.json|last\.safetensors|update-\d+\.safetensors|training\.lock)$/.test(fsPath);
      return [
        watcher,
        watcher.onDidCreate((uri) => matters(uri) && soon()),
        watcher.onDidDelete((uri) => (matters(uri) || uri.fsPath === root.path) && soon()),
      ];
    });
  };
  watch();
  const again = () => {
    watch();
    soon();
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(again),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('unroll.runsFolder') && again()),
    {
      dispose: () => {
        clearTimeout(timer);
        vscode.Disposable.from(...watchers).dispose();
      },
    },
  );
}
