/** Asks a model something that may take a while: shown in a notification whose Cancel ends it. */
import * as vscode from 'vscode';
import type { EngineProcess } from '../engineProcess';

export function askModel<Answer>(engine: EngineProcess, folder: string, title: string, ask: () => Promise<Answer>): Promise<Answer> {
  const asked = vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_, token) => {
      const cancelling = token.onCancellationRequested(() => void engine.api.cancel(folder));
      try {
        return await ask();
      } catch (error) {
        throw token.isCancellationRequested ? new vscode.CancellationError() : error;
      } finally {
        cancelling.dispose();
      }
    },
  );
  return Promise.resolve(asked);
}
