/** The notification of a training under way: loss, speed, time left; its Cancel stops training with a checkpoint. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { Runs } from '../workspace/runs';
import { trainingText } from './trainingText';

export interface ShownTraining {
  readonly folder: string;
  readonly title: string;
  readonly ending: Promise<RunSummary>;
  stop(): Promise<unknown>;
}

export function showTrainingProgress(runs: Runs, { folder, title, ending, stop }: ShownTraining): Promise<RunSummary> {
  const shown = vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      let percent = 0;
      const stopping = token.onCancellationRequested(() => {
        progress.report({ message: 'writing a checkpoint…' });
        void stop();
      });
      const listening = runs.onDidProgress((event) => {
        const { latest, device } = runs.find(folder) ?? {};
        if (event.folder !== folder || token.isCancellationRequested) return;
        if (!latest) return progress.report({ message: device ? `on ${device}` : 'getting ready…' });
        const reached = Math.max(percent, 100 * (latest.progress ?? 0));
        progress.report({ message: trainingText(latest), increment: reached - percent });
        percent = reached;
      });
      progress.report({ message: 'getting ready…' });
      try {
        return await ending;
      } finally {
        vscode.Disposable.from(stopping, listening).dispose();
      }
    },
  );
  return Promise.resolve(shown);
}
