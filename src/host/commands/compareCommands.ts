/** Compare Runs: those that are selected in the list of runs, or picked from it; or the way of one that kept checkpoints. */
import * as vscode from 'vscode';
import { MOST_RUNS, MOST_SIDES } from '../../protocol/compareProtocol';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { Compared } from '../panels/comparePanels';
import { StatedError } from '../statedError';
import { standingText } from '../views/trainingText';
import type { Commands, CommandTools } from './commands';
import { selectedRuns } from './selectedRuns';

export function compareCommands({ runs, comparisons, runsTree }: CommandTools): Commands {
  return {
    'unroll.compareRuns': async (clicked, selected) => {
      await runs.known();
      const chosen = selectedRuns(clicked, selected, runsTree).flatMap(({ folder }) => runs.find(folder) ?? []);
      comparisons.open(comparedOf(chosen.length > 1 ? chosen : await pick(runs.all, chosen)));
    },
  };
}

/** Of up to four runs all are shown side by side; of one, the way of it that it kept. @throws StatedError */
export function comparedOf(chosen: readonly RunSummary[]): Compared {
  const [run] = chosen;
  if (!run) throw new StatedError('Choose the runs to compare.');
  if (chosen.length > MOST_RUNS) throw new StatedError(`Choose up to ${MOST_RUNS.toLocaleString('en')} runs.`);
  const runs = chosen.map(({ folder }) => folder);
  if (runs.length > MOST_SIDES) return { runs, sides: [] };
  if (runs.length > 1) return { runs, sides: runs.map((folder) => ({ folder, checkpoint: undefined })) };
  const [first] = run.kept;
  if (first === undefined)
    throw new StatedError(
      `Choose another run too: ${run.name} kept no checkpoints of its way that it could be compared with. The setting unroll.keepCheckpoints keeps some.`,
    );
  return { runs, sides: [first, undefined].map((checkpoint) => ({ folder: run.folder, checkpoint })) };
}

async function pick(all: readonly RunSummary[], preselected: readonly RunSummary[]): Promise<readonly RunSummary[]> {
  if (all.length === 0) throw new StatedError('There is no run yet. Right-click a text file and choose Train Char-RNN.');
  const items = all.map((run) => ({
    label: run.name,
    description: `${run.experiment.cell} · ${standingText(run)}`,
    detail: run.experiment.files.join(', '),
    picked: preselected.some(({ folder }) => folder === run.folder),
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Compare which runs?',
    placeHolder: 'Two runs or more, or one that kept checkpoints',
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return picked.map(({ run }) => run);
}
