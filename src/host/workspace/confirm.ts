/** Asks before something that the user may not want. */
import * as vscode from 'vscode';

/** @throws CancellationError where the dialog is dismissed */
export async function confirm(message: string, action: string): Promise<void> {
  if ((await vscode.window.showWarningMessage(message, { modal: true }, action)) !== action) throw new vscode.CancellationError();
}
