/** Shows where a folder or a file lies. */
import * as vscode from 'vscode';

/** In the Explorer where it is in the workspace, else in the system's file manager, else in a window of its own. */
export async function revealPlace(place: vscode.Uri): Promise<void> {
  if (vscode.workspace.getWorkspaceFolder(place)) await vscode.commands.executeCommand('revealInExplorer', place);
  else if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('revealFileInOS', place);
  else await vscode.commands.executeCommand('vscode.openFolder', place, { forceNewWindow: true });
}
