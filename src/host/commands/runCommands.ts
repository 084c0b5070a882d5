/** What can be done with a run itself: show, stop, resume, open its folder, delete. */
import * as vscode from 'vscode';
import type { RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { listInWords } from '../../protocol/listInWords';
import { reachedEnd } from '../../protocol/runState';
import { StatedError } from '../statedError';
import { RunItem, UnreadableItem } from '../views/runItem';
import { furtherTraining } from '../workspace/furtherTraining';
import type { Commands, CommandTools } from './commands';
import { TRAINED, type Wanted } from './pickRun';
import { revealPlace } from './revealPlace';

type Fitting = Pick<Wanted, 'fits' | 'none'>;

const ANY: Fitting = { ...TRAINED, fits: () => true };
const TRAINING: Fitting = {
  fits: ({ status }) => status === 'training',
  none: new StatedError('Nothing is training now.'),
};
const RESUMABLE: Fitting = {
  fits: ({ status, hasCheckpoint }) => hasCheckpoint && status !== 'training' && !reachedEnd(status),
  none: new StatedError('No run was stopped or interrupted before its end.'),
};
const FINISHED: Fitting = {
  fits: ({ status, hasCheckpoint }) => hasCheckpoint && reachedEnd(status),
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
      await revealPlace(vscode.Uri.file(run.folder));
    },
    'unroll.ignoreRuns': async (given) => {
      const run = await picker.pick(given, { ...ANY, question: 'Ignore the folder of which run?' });
      await ignoreRuns.ignore(run.folder);
    },
    'unroll.deleteRun': async (given, selected) => {
      const selection = selectedRuns(given, selected).map((run) => runs.find(run.folder) ?? run); // a row may be a moment old
      const all = selection.length > 0 ? selection : [await picker.pick(given, { ...ANY, question: 'Delete which run?' })];
      await confirm(all);
      try {
        for (const chosen of all) {
          const run = runs.find(chosen.folder) ?? chosen; // it may have begun or ended while the user was asked
          if (isTraining(run)) await training.discard(run.folder);
          panels.close(run.folder);
          await remove(run);
          await memory.forget(run.folder);
        }
      } finally {
        await runs.refresh(); // some may be gone where another one could not be deleted
      }
    },
    'unroll.refreshRuns': () => runs.refresh(),
  };
}

/** Those that are selected in the list of runs, where the menu was opened on one of them; else the one that it was opened on. */
function selectedRuns(given: unknown, selected: unknown): readonly (RunSummary | UnreadableRun)[] {
  const items = Array.isArray(selected) && selected.includes(given) ? selected : [given];
  return items
    .filter(
      (item): item is RunItem | UnreadableItem =>
        item instanceof RunItem || (item instanceof UnreadableItem && item.contextValue === 'unreadable'),
    )
    .map((item) => (item instanceof RunItem ? item.summary : item.run));
}

/** A remote machine has no trash that VS Code could use. */
const hasTrash = () => vscode.env.remoteName === undefined;

const isTraining = (run: RunSummary | UnreadableRun) => 'status' in run && run.status === 'training';

/** Names of as many are told; of more how many there are. */
const MOST_NAMED = 5;

/** Once for all. */
async function confirm(all: readonly (RunSummary | UnreadableRun)[]): Promise<void> {
  const one = all.length === 1;
  const training = all.filter(isTraining).map(({ name }) => name);
  const stopped =
    training.length === 0
      ? ''
      : `${one ? 'It is' : `${listInWords(training, MOST_NAMED)} ${training.length === 1 ? 'is' : 'are'}`} training now, and will be stopped. `;
  const names = all.map(({ name }) => name);
  const named = one ? '' : `${listInWords(names, MOST_NAMED)}. `;
  const detail = `${named}${stopped}${one ? 'Its' : 'Their'} weights, losses and samples ${hasTrash() ? 'move to the trash' : 'cannot be brought back'}.`;
  const question = one ? `Delete the run ${names[0]}?` : `Delete ${all.length} runs?`;
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Delete');
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
