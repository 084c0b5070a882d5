/** What can be done with a run itself: show, stop, resume, open its folder, delete. */
import * as vscode from 'vscode';
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { StatedError } from '../statedError';
import { UnreadableItem } from '../views/runItem';
import { furtherTraining } from '../workspace/furtherTraining';
import type { Commands, CommandTools } from './commands';
import { TRAINED, type Wanted } from './pickRun';

const ANY: Omit<Wanted, 'question'> = { ...TRAINED, fits: () => true, habitual: false };
const TRAINING: Omit<Wanted, 'question'> = {
  fits: ({ status }) => status === 'training',
  none: new StatedError('Nothing is training now.'),
  habitual: false,
};
const RESUMABLE: Omit<Wanted, 'question'> = { ...ANY, fits: ({ status, hasCheckpoint }) => status !== 'training' && hasCheckpoint };

export function runCommands({ picker, runs, panels, memory, training, engine }: CommandTools): Commands {
  return {
    'unroll.revealRun': async (given) => {
      const run = await picker.pick(given, { ...ANY, question: 'Show which run?' });
      panels.open(run.folder);
    },
    'unroll.stopRun': async (given) => {
      const run = await picker.pick(given, { ...TRAINING, question: 'Stop which run?' });
      await engine.api.stop(run.folder);
      await runs.refresh();
    },
    'unroll.resumeRun': async (given) => {
      const run = await picker.pick(given, { ...RESUMABLE, question: 'Resume which run?' });
      return training.resume(run, furtherTraining(run));
    },
    'unroll.openRunFolder': async (given) => {
      const run =
        given instanceof UnreadableItem ? given.run : await picker.pick(given, { ...ANY, question: 'Open the folder of which run?' });
      await openFolder(vscode.Uri.file(run.folder));
    },
    'unroll.deleteRun': async (given) => {
      const run = given instanceof UnreadableItem ? given.run : await picker.pick(given, { ...ANY, question: 'Delete which run?' });
      await confirm(run);
      if (isTraining(run)) await training.discard(run.folder);
      panels.close(run.folder);
      await remove(run);
      await memory.forget(run.folder);
      await runs.refresh();
    },
    'unroll.refreshRuns': () => runs.refresh(),
  };
}

/** In the Explorer where it is in the workspace, else in the system's file manager, else in a window of its own. */
async function openFolder(folder: vscode.Uri): Promise<void> {
  if (vscode.workspace.getWorkspaceFolder(folder)) await vscode.commands.executeCommand('revealInExplorer', folder);
  else if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('revealFileInOS', folder);
  else await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
}

/** A remote machine has no trash that VS Code could use. */
const hasTrash = () => vscode.env.remoteName === undefined;

const isTraining = (run: RunSummary | UnreadableRun) => 'status' in run && run.status === 'training';

async function confirm(run: RunSummary | UnreadableRun): Promise<void> {
  const { name } = run;
  const stopped = isTraining(run) ? 'It is training now, and will be stopped. ' : '';
  const detail = `${stopped}Its weights, losses and samples ${hasTrash() ? 'move to the trash' : 'cannot be brought back'}.`;
  const answer = await vscode.window.showWarningMessage(`Delete the run ${name}?`, { modal: true, detail }, 'Delete');
  if (answer !== 'Delete') throw new vscode.CancellationError();
}

async function remove({ folder, name }: RunSummary | UnreadableRun): Promise<void> {
  const uri = vscode.Uri.file(folder);
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: hasTrash() });
  } catch (error) {
    if (!hasTrash()) throw error;
    const detail = `${error instanceof Error ? error.message : String(error)}\nDeleted for good, it cannot be brought back.`;
    const answer = await vscode.window.showWarningMessage(
      `${name} could not be moved to the trash.`,
      { modal: true, detail },
      'Delete for Good',
    );
    if (answer !== 'Delete for Good') throw new vscode.CancellationError();
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: false });
  }
}
