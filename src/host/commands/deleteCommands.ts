/** Runs are deleted into a trash of their own, out of which the next notification, or a command, brings them back. */
import * as vscode from 'vscode';
import type { DeletedRun, RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { listInWords } from '../../protocol/listInWords';
import { StatedError } from '../statedError';
import type { Commands, CommandTools } from './commands';
import { TRAINED } from './pickRun';
import { selectedRuns } from './selectedRuns';

/** Names of as many are told; of more how many there are. */
const MOST_NAMED = 5;
const DAY = 24 * 60 * 60 * 1000;

export function deleteCommands({ picker, runs, panels, memory, training, engine, runsTree, log }: CommandTools): Commands {
  const remove = async (all: readonly (RunSummary | UnreadableRun)[]) => {
    const deleted: Deleted[] = [];
    try {
      for (const chosen of all) {
        const run = runs.find(chosen.folder) ?? chosen; // it may have begun or ended while the user was asked
        if (isTraining(run)) await training.discard(run.folder);
        const now = await engine.api.trash(run.folder);
        deleted.push({ name: run.name, folder: now, remembered: memory.of(run.folder) });
        panels.close(run.folder);
        await memory.forget(run.folder);
      }
    } finally {
      await runs.refresh(); // some may be gone where another one could not be deleted
      if (deleted.length > 0) offerUndo(deleted).catch((error: unknown) => log.error(`undo: ${String(error)}`));
    }
  };
  const restore = async (deleted: readonly Deleted[]) => {
    try {
      for (const { folder, remembered } of deleted) {
        const restored = await engine.api.restore(folder);
        if (remembered) await memory.remember(restored, remembered);
      }
    } finally {
      await runs.refresh();
    }
  };
  /** Not waited for: the deletion is done, and a notification may stay for hours. */
  const offerUndo = async (deleted: readonly Deleted[]) => {
    const names = listInWords(
      deleted.map(({ name }) => name),
      MOST_NAMED,
    );
    const text = `Deleted ${names}. ${deleted.length === 1 ? 'It' : 'They'} can be brought back for a week.`;
    if ((await vscode.window.showInformationMessage(text, UNDO)) === UNDO)
      await vscode.commands.executeCommand('unroll.restoreRuns', deleted);
  };
  return {
    'unroll.deleteRun': async (given, selected) => {
      const selection = selectedRuns(given, selected, runsTree).map((run) => runs.find(run.folder) ?? run); // a row may be a moment old
      const all =
        selection.length > 0 ? selection : [await picker.pick(given, { ...TRAINED, fits: () => true, question: 'Delete which run?' })];
      await confirm(all);
      await remove(all);
    },
    'unroll.restoreRuns': async (given) => {
      if (Array.isArray(given)) return restore(given);
      await runs.refresh();
      return restore(await pickDeleted(runs.deleted, (folder) => engine.api.removeDeleted(folder)).finally(() => runs.refresh()));
    },
  };
}

interface Deleted {
  readonly name: string;
  /** In the trash. */
  readonly folder: string;
  readonly remembered?: unknown;
}

const UNDO = 'Undo';

const isTraining = (run: RunSummary | UnreadableRun) => 'status' in run && run.status === 'training';

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
  const detail = `${named}${stopped}${one ? 'Its' : 'Their'} weights, losses and samples move to the trash, out of which they can be brought back for a week.`;
  const question = one ? `Delete the run ${names[0]}?` : `Delete ${all.length} runs?`;
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Delete');
  if (answer !== 'Delete') throw new vscode.CancellationError();
}

interface DeletedPick extends vscode.QuickPickItem {
  readonly run: DeletedRun;
}

const FOR_GOOD: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Delete for Good' };

/** @throws CancellationError, StatedError where there is none */
async function pickDeleted(deleted: readonly DeletedRun[], remove: (folder: string) => Promise<void>): Promise<readonly Deleted[]> {
  if (deleted.length === 0) throw new StatedError('The trash is empty: no run was deleted in the last week.');
  const picker = vscode.window.createQuickPick<DeletedPick>();
  picker.title = 'Restore which deleted runs?';
  picker.placeholder = 'Runs to bring back';
  picker.canSelectMany = true;
  picker.items = deleted.map((run) => ({ label: run.name, description: agesOf(run, Date.now()), run, buttons: [FOR_GOOD] }));
  try {
    return await new Promise<readonly Deleted[]>((resolve, reject) => {
      picker.onDidTriggerItemButton(({ item }) => {
        remove(item.run.folder).then(() => {
          picker.items = picker.items.filter((one) => one !== item);
          if (picker.items.length === 0) picker.hide();
        }, reject);
      });
      picker.onDidAccept(() => resolve(picker.selectedItems.map(({ run }) => run)));
      picker.onDidHide(() => reject(new vscode.CancellationError()));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}

/** "deleted today, kept for 6 more days" */
function agesOf({ deleted, goes }: DeletedRun, now: number): string {
  const ago = Math.floor((now - deleted) / DAY);
  const left = Math.max(0, Math.floor((goes - now) / DAY));
  const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
  return `deleted ${ago <= 0 ? 'less than a day' : days(ago)} ago, kept for ${left === 0 ? 'less than a day' : days(left)} more`;
}
