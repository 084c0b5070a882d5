/** Asks a model something that may take a while: a notification says how far it is, and its Cancel ends it. */
import * as vscode from 'vscode';
import type { CheckpointName } from '../../protocol/engineProtocol';
import type { Answer, Arguments, Kind } from '../../protocol/queries';
import type { EngineProcess } from '../engineProcess';

/** @param run its folder @throws CancelledError */
export async function askWithProgress<K extends Kind>(
  engine: EngineProcess,
  title: string,
  run: string,
  kind: K,
  given: Arguments<K>,
  checkpoint?: CheckpointName,
): Promise<Answer<K>> {
  return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (bar, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    let shown = 0; // percent
    return engine.ask(run, kind, given, {
      ...(checkpoint !== undefined && { checkpoint }),
      signal: controller.signal,
      onProgress: (fraction) => {
        const percent = Math.floor(100 * fraction);
        if (percent > shown) bar.report({ increment: percent - shown, message: `${percent} %` });
        shown = Math.max(shown, percent);
      },
    });
  });
}
