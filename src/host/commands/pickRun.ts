/** Which run a command means: the one it was called on, the one in sight, the last used, the only one, or one that is picked. */
import * as vscode from 'vscode';
import type { Task } from '../../engine/experimentSchema';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { PanelMemory } from '../panels/panelMemory';
import type { RunPanels } from '../panels/runPanels';
import { StatedError } from '../statedError';
import { RunItem } from '../views/runItem';
import { standingText } from '../views/trainingText';
import type { Runs } from '../workspace/runs';
import { noRunOf } from '../workspace/taskWords';

export interface Wanted {
  /** For the quick pick: "Generate with which run?" */
  readonly question: string;
  readonly fits: (run: RunSummary) => boolean;
  /** Where no run fits. */
  readonly none: StatedError;
  /** Whether the run last used is meant without a question. */
  readonly habitual: boolean;
}

const TRAIN = { title: 'Train Char-RNN', command: 'unroll.train' };

export const TRAINED: Omit<Wanted, 'question'> = {
  fits: (run) => run.hasCheckpoint,
  none: new StatedError(
    'There is no trained run yet. Right-click a text file and choose Train Char-RNN; it can be used from its first checkpoint on.',
    [TRAIN],
  ),
  habitual: true,
};

/** Runs of one task only. */
export function trainedFor(task: Task): Omit<Wanted, 'question'> {
  const fits = (run: RunSummary) => run.hasCheckpoint && run.experiment.task === task;
  const none =
    task === 'language-model'
      ? new StatedError(
          'There is no trained run yet that continues a text. Right-click a text file and choose Train Char-RNN; it can be used from its first checkpoint on.',
          [TRAIN],
        )
      : new StatedError(noRunOf(task), [{ title: 'Train for a Task…', command: 'unroll.trainForTask' }]);
  return { fits, none, habitual: true };
}

export class RunPicker {
  constructor(
    private readonly runs: Runs,
    private readonly panels: RunPanels,
    private readonly memory: PanelMemory,
  ) {}

  /** @throws StatedError where there is none; CancellationError where none was picked */
  async pick(given: unknown, wanted: Wanted): Promise<RunSummary> {
    const folder = given instanceof RunItem ? given.summary.folder : typeof given === 'string' ? given : undefined;
    if (folder === undefined || !this.runs.find(folder)) await this.runs.refresh();
    const run = folder === undefined ? await this.#choose(wanted) : this.#named(folder);
    await this.memory.useRun(run.folder);
    return run;
  }

  #named(folder: string): RunSummary {
    const run = this.runs.find(folder);
    if (!run) throw new StatedError(`There is no run in ${folder} any more.`);
    return run;
  }

  async #choose({ question, fits, none, habitual }: Wanted): Promise<RunSummary> {
    const fitting = this.runs.all.filter(fits);
    const [only] = fitting;
    if (!only) throw none;
    if (fitting.length === 1) return only;
    const habit = habitual ? [this.panels.visibleRun, this.memory.lastUsedRun] : [];
    const used = habit.map((folder) => fitting.find((run) => run.folder === folder)).find((run) => run !== undefined);
    return used ?? ask(fitting, question);
  }
}

async function ask(runs: readonly RunSummary[], title: string): Promise<RunSummary> {
  const items = runs.map((run) => ({
    label: run.name,
    description: `${run.experiment.cell} · ${standingText(run)}`,
    detail: run.experiment.files.join(', '),
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'A run', matchOnDescription: true, matchOnDetail: true });
  if (!picked) throw new vscode.CancellationError();
  return picked.run;
}
