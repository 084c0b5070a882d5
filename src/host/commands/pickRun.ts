/** Which run a command means: the one it was called on, else a likely one, which is named and can be changed, else one that is picked. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import { type Task, taskWords } from '../../protocol/taskWords';
import type { LastEditor } from '../editors/lastEditor';
import type { PanelMemory } from '../panels/panelMemory';
import type { RunPanels } from '../panels/runPanels';
import { StatedError } from '../statedError';
import { RunItem } from '../views/runItem';
import { standingText } from '../views/trainingText';
import type { Runs } from '../workspace/runs';

export interface Wanted {
  /** For the quick pick: "Generate with which run?" */
  readonly question: string;
  readonly fits: (run: RunSummary) => boolean;
  /** Where no run fits. */
  readonly none: StatedError;
  /** The command that uses the run, where a likely one is taken without a question: another can then be asked instead. */
  readonly command?: string;
}

/** A run that was taken without a question, though others would do too. */
export interface Taken {
  readonly run: RunSummary;
  readonly wanted: Wanted;
}

const TRAIN = { title: 'Train Char-RNN', command: 'unroll.train' };
const TRAIN_FOR_TASK = { title: 'Train for a Task…', command: 'unroll.trainForTask' };

export const TRAINED: Pick<Wanted, 'fits' | 'none'> = {
  fits: (run) => run.hasCheckpoint,
  none: new StatedError(
    'There is no trained run yet. Right-click a text file and choose Train Char-RNN; it can be used from its first checkpoint on.',
    [TRAIN],
  ),
};

/** Runs of one task only. */
export function trainedFor(task: Task): Pick<Wanted, 'fits' | 'none'> {
  const fits = (run: RunSummary) => run.hasCheckpoint && run.experiment.task === task;
  const { knownBy, model, does, teacher } = taskWords({ task });
  const [train, where, missing] =
    knownBy === 'cell' ? [TRAIN, TRAIN.title, `run yet that ${does}`] : [TRAIN_FOR_TASK, `Unroll, ${TRAIN_FOR_TASK.title}`, `${model} yet`];
  const none = new StatedError(
    `There is no trained ${missing}. Right-click ${teacher}, and choose ${where}; it can be used from its first checkpoint on.`,
    [train],
  );
  return { fits, none };
}

export class RunPicker implements vscode.Disposable {
  readonly #taken = new vscode.EventEmitter<Taken | undefined>();
  /** A run answers that was not asked for by name; undefined where the one that answers was. */
  readonly onDidTake = this.#taken.event;
  /** The run that answered last, where it was not asked for by name and others would do too. */
  taken: Taken | undefined;

  constructor(
    private readonly runs: Runs,
    private readonly panels: Pick<RunPanels, 'visibleRun'>,
    private readonly memory: PanelMemory,
    private readonly lastEditor: LastEditor,
  ) {}

  /** @throws StatedError where there is none; CancellationError where none was picked */
  async pick(given: unknown, wanted: Wanted): Promise<RunSummary> {
    await this.runs.known();
    const folder = given instanceof RunItem ? given.summary.folder : typeof given === 'string' ? given : undefined;
    const likely = folder === undefined ? this.#likely(wanted) : undefined;
    const run = folder === undefined ? (likely ?? (await ask(this.#fitting(wanted), wanted.question))) : await this.#named(folder);
    if (!likely) await this.memory.useRun(run.folder, this.#file);
    const others = this.runs.all.filter(wanted.fits).length > 1;
    this.#tell(likely && others && wanted.command ? { run, wanted } : undefined);
    return run;
  }

  /** Another run for the command that was last answered without a question; it is kept in mind for the file in front. */
  async askAnother(): Promise<void> {
    const { run, wanted } = this.taken ?? {};
    if (!wanted?.command)
      throw new StatedError('No run has answered that could be changed for another: choose Generate, Inspect or the like first.');
    const others = this.#fitting(wanted).filter(({ folder }) => folder !== run?.folder);
    const other = await ask(others, wanted.question);
    await vscode.commands.executeCommand(wanted.command, other.folder);
  }

  dispose(): void {
    this.#taken.dispose();
  }

  /** The path of the file in the editor that was last in front. */
  get #file(): string | undefined {
    const uri = this.lastEditor.find()?.document.uri;
    return uri?.scheme === 'file' ? uri.fsPath : undefined;
  }

  #tell(taken: Taken | undefined): void {
    this.taken = taken;
    this.#taken.fire(taken);
  }

  async #named(folder: string): Promise<RunSummary> {
    if (!this.runs.find(folder)) await this.runs.refresh();
    const run = this.runs.find(folder);
    if (!run) throw new StatedError(`There is no run in ${folder} any more.`);
    return run;
  }

  #fitting({ fits, none }: Wanted): readonly RunSummary[] {
    const fitting = this.runs.all.filter(fits);
    if (fitting.length === 0) throw none;
    return fitting;
  }

  /** The only one; or the one that the user chose for this file, one trained on it, the one in sight, the last used. */
  #likely(wanted: Wanted): RunSummary | undefined {
    const fitting = this.#fitting(wanted);
    if (fitting.length === 1) return fitting[0];
    if (!wanted.command) return undefined;
    const file = this.#file;
    const onFile = file === undefined ? [] : fitting.filter((run) => isTrainedOn(run, file));
    const among = (runs: readonly RunSummary[], folder: string | undefined) => runs.find((run) => run.folder === folder);
    const { panels, memory } = this;
    return (
      among(fitting, file === undefined ? undefined : memory.runFor(file)) ??
      among(onFile, panels.visibleRun) ??
      among(onFile, memory.lastUsedRun) ??
      onFile[0] ??
      among(fitting, panels.visibleRun) ??
      among(fitting, memory.lastUsedRun)
    );
  }
}

/** Whether a run learned from this file, or from a folder that it is in. Its names are relative to the workspace that its `.unroll/runs` is in. */
function isTrainedOn({ folder, experiment }: RunSummary, file: string): boolean {
  const learned = experiment.files.map((name) => path.resolve(folder, '..', '..', '..', name));
  return learned.some((one) => file === one || file.startsWith(one + path.sep));
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
