/** What can be learned from a source. A folder is read for it as a whole: where that takes a while, a notification offers to cancel. */
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Experiment } from '../../engine/experimentSchema';
import { CancelledError } from '../../protocol/asking';
import type { TaskProposal } from '../../protocol/engineProtocol';
import type { EngineProcess } from '../engineProcess';
import type { TrainingSource } from '../workspace/trainingSource';

/** Most files are read sooner, and a notification would only flash. */
const SOON = 400; // milliseconds

let last = 0;

/** @throws CancelledError, and what reading the files throws */
export async function proposedTasks(
  { api }: EngineProcess,
  { name, files, text }: TrainingSource,
  encoding: Experiment['encoding'] | undefined,
): Promise<readonly TaskProposal[]> {
  const id = ++last;
  const proposed = api.proposeTasks(id, files, text, encoding);
  const soon = await Promise.race([proposed, setTimeout(SOON, undefined)]);
  if (soon !== undefined) return soon;
  const options = { location: vscode.ProgressLocation.Notification, title: `Reading ${name}`, cancellable: true };
  return await vscode.window.withProgress(options, (_, token) => {
    const cancelled = new Promise<never>((_, reject) => {
      token.onCancellationRequested(() => {
        api.cancelProposing(id);
        reject(new CancelledError());
      });
    });
    return Promise.race([proposed, cancelled]);
  });
}
