/** Runs that come or go on disk (another window, the command line, git, the Explorer) show up by themselves. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunFolders } from './runFolders';

const SETTLE_MILLISECONDS = 300;
/**
 * Looked at once more so long after a folder appeared: what is written into it before VS Code watches it too is told of by no event,
 * and on a busy machine that takes seconds.
 */
const AGAIN_MILLISECONDS = [3_000, 15_000];

export function watchRuns(folders: RunFolders, changed: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let later: readonly NodeJS.Timeout[] = [];
  let watchers: vscode.Disposable[] = [];
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLE_MILLISECONDS);
  };
  const soonAndAgain = () => {
    soon();
    for (const each of later) clearTimeout(each);
    later = AGAIN_MILLISECONDS.map((milliseconds) => setTimeout(changed, milliseconds));
  };
  const watch = () => {
    vscode.Disposable.from(...watchers).dispose();
    watchers = folders.roots.flatMap((root) => {
      const within = (folder: string, glob: string) =>
        vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), glob), false, true, false);
      const watcher = within(root.path, '**');
      // Written by another window, or an editor: it is replaced, not made.
      const about = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(root.path), '*/about.json'));
      // Of a folder that appears with all that is in it, as that of the first run does, VS Code may tell alone.
      const above = path.dirname(root.path);
      const around = path.dirname(above);
      const inWorkspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(around)) !== undefined; // elsewhere all around it would be watched
      const appearing = inWorkspace ? [within(around, `${path.basename(above)}{,/${path.basename(root.path)}}`)] : [];
      // Of what is written while training, only a first checkpoint, those that are kept, the lock of who trains and whole folders matter.
      const matters = ({ fsPath }: vscode.Uri) =>
        path.dirname(fsPath) === root.path ||
        /(experiment\.json|about\.json|last\.safetensors|update-\d+\.safetensors|training\.lock)$/.test(fsPath);
      return [
        watcher,
        about,
        about.onDidChange(soon),
        ...appearing,
        ...appearing.map((each) => each.onDidCreate(soonAndAgain)),
        watcher.onDidCreate((uri) => {
          if (path.dirname(uri.fsPath) === root.path) soonAndAgain();
          else if (matters(uri)) soon();
        }),
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
        for (const each of later) clearTimeout(each);
        vscode.Disposable.from(...watchers).dispose();
      },
    },
  );
}
