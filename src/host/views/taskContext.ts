/** Tells menus for which tasks there is a trained run: what cannot be used is not offered. */
import * as vscode from 'vscode';
import type { Runs } from '../workspace/runs';

const TASKS = ['infill', 'tag', 'classify', 'translate'] as const;

export function offerTasks(runs: Runs): vscode.Disposable {
  let told = new Set<string>();
  const tell = () => {
    const trained = new Set<string>(runs.all.filter(({ hasCheckpoint }) => hasCheckpoint).map(({ experiment }) => experiment.task));
    for (const task of TASKS) {
      if (trained.has(task) !== told.has(task)) void vscode.commands.executeCommand('setContext', `unroll.has.${task}`, trained.has(task));
    }
    told = trained;
  };
  tell();
  return runs.onDidChange(tell);
}
