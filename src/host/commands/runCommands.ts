/** What can be done with a run itself: show, stop, resume, open its folder, delete. */
import * as vscode from 'vscode';
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { StatedError } from '../statedError';
import { UnreadableItem } from '../views/runItem';
import { furtherTraining } from '../workspace/furtherTraining';
import type { Commands, CommandTools } from './commands';
import { TRAINED, type Wanted } from './pickRun';

type Fitting = Pick<Wanted, 'fits' | 'none'>;

const ANY: Fitting = { ...TRAINED, fits: () => true };
const TRAINING: Fitting = {
  fits: ({ status }) => status === 'training',
  none: new StatedError('Nothing is training now.'),
};
const RESUMABLE: Fitting = {
  fits: ({ status, hasCheckpoint }) => hasCheckpoint && status !== 'training' && status !== 'done',
  none: new StatedError('No run was stopped or interrupted before its end.'),
};
const FINISHED: Fitting = {
  fits: ({ status, hasCheckpoint }) => hasCheckpoint && status === 'done',
  none: new StatedError('No run was trained to its end yet.'),
};

export function runCommands({ picker, runs, panels, memory, training, ignoreRuns, engine }: CommandTools): Commands {
  const goOn = (run: RunSummary) => training.resume(run, furtherTraining(run));
  return {
    'unroll.revealRun': async (given) => {
      const run = await picker.pick(given, { ...ANY, question: 'Show which run?' });
      panels.open(run.folder);
    },
    'unroll.askAnotherRun': () => picker.askAnother(),
    'unroll.keepRun': () => panels.keep(),
    'unroll.stopRun': async (given) => {
      const run = await picker.pick(given, { ...TRAINING, question: 'Stop which run?' });
      await engine.api.stop(run.folder);
      await runs.refresh();
    },
    'unroll.resumeRun': async (given) => goOn(await picker.pick(given, { ...RESUMABLE, question: 'Resume which run?' })),
    'unroll.trainFurther': async (given) => goOn(await picker.pick(given, { ...FINISHED, question: 'Train which run further?' })),
    'unroll.openRunFolder': async (given) => {
      const run =
        given instanceof UnreadableItem ? given.run : await picker.pick(given, { ...ANY, question: 'Open the folder of which run?' });
      await openFolder(vscode.Uri.file(run.folder));
    },
    'unroll.ignoreRuns': async (given) => {
      const run = await picker.pick(given, { ...ANY, question: 'Ignore the folder of which run?' });
      await ignoreRuns.ignore(run.folder);
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
