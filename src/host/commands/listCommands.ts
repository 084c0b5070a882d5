/** How the list of runs is arranged: in groups, in which order, and which runs are in it. */
import * as vscode from 'vscode';
import type { Order } from '../views/arrangement';
import type { Commands, CommandTools } from './commands';

const ORDERS: readonly { readonly order: Order; readonly label: string; readonly detail: string }[] = [
  { order: 'newest', label: 'Newest First', detail: 'By when each was begun; a run keeps its place while others train.' },
  { order: 'loss', label: 'Best Loss First', detail: 'By the loss of the model that answers, on what was held out where something was.' },
  { order: 'name', label: 'By Name', detail: 'By letters, with numbers as numbers.' },
];

export function listCommands({ listSettings }: CommandTools): Commands {
  return {
    'unroll.groupRuns': () => listSettings.change({ grouping: 'file' }),
    'unroll.groupRunsByExperiment': () => listSettings.change({ grouping: 'experiment' }),
    'unroll.ungroupRuns': () => listSettings.change({ grouping: 'none' }),
    'unroll.sortRuns': async () => {
      const now = listSettings.arranging.order;
      const items = ORDERS.map((each) => ({ ...each, description: each.order === now ? 'as now' : '' }));
      const picked = await vscode.window.showQuickPick(items, { title: 'Sort Runs', placeHolder: 'An order' });
      if (!picked) throw new vscode.CancellationError();
      await listSettings.change({ order: picked.order });
    },
    'unroll.filterRuns': async () => {
      await vscode.commands.executeCommand('unroll.runs.focus');
      const before = listSettings.arranging.filter;
      const filter = await askFilter(before, (text) => void listSettings.change({ filter: text }, false));
      await listSettings.change({ filter: filter ?? before });
      if (filter === undefined) throw new vscode.CancellationError();
    },
    'unroll.clearRunsFilter': () => listSettings.change({ filter: '' }),
  };
}

/** Undefined where it was dismissed. @param typed is told what is typed so far, so that the list follows */
async function askFilter(before: string, typed: (text: string) => void): Promise<string | undefined> {
  const input = vscode.window.createInputBox();
  input.title = 'Filter Runs';
  input.value = before;
  input.placeholder = 'failed   classify lstm   shakespeare';
  input.prompt = 'Words that name, note, files, cell, task or state of a run shall all have; nothing shows all runs.';
  try {
    return await new Promise<string | undefined>((resolve) => {
      input.onDidChangeValue(typed);
      input.onDidAccept(() => resolve(input.value.trim()));
      input.onDidHide(() => resolve(undefined));
      input.show();
    });
  } finally {
    input.dispose();
  }
}
