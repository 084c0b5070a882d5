/** Open Checkpoint: a run's weights in their editor; which of them, is asked where there are several. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { checkpointFile } from '../../protocol/checkpointNames';
import type { RunSummary } from '../../protocol/engineProtocol';
import { openCheckpoint } from '../editors/checkpointEditors';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';

export function checkpointCommands({ picker }: CommandTools): Commands {
  return {
    'unroll.openCheckpoint': async (given) => {
      const run = await picker.pick(given, { ...TRAINED, question: 'Open a checkpoint of which run?' });
      await openCheckpoint(path.join(run.folder, await pickCheckpoint(run)));
    },
  };
}

/** @returns the name of its file @throws CancellationError where none was picked */
async function pickCheckpoint(run: RunSummary): Promise<string> {
  const all = checkpointsOf(run);
  const [only] = all;
  if (only && all.length === 1) return only.name;
  const picked = await vscode.window.showQuickPick(
    all.map(({ name, description }) => ({ label: name, description })),
    { title: `Open which checkpoint of ${run.name}?`, matchOnDescription: true },
  );
  if (!picked) throw new vscode.CancellationError();
  return picked.label;
}

/** That which answers first; those that were kept of the way last, the latest of them first. */
export function checkpointsOf({
  answersFrom,
  best,
  kept,
  update,
}: RunSummary): readonly { readonly name: string; readonly description: string }[] {
  const at = (of: number) => `update ${of.toLocaleString('en')}`;
  return [
    ...(answersFrom === 'best'
      ? [{ name: checkpointFile('best'), description: `${best ? `${at(best.update)}, ` : ''}the best on what is held out: it answers` }]
      : []),
    { name: checkpointFile('last'), description: `${at(update)}, where training stands` },
    ...[...kept].reverse().map((of) => ({ name: checkpointFile(of), description: 'kept of the way' })),
  ];
}
