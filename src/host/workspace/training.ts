/** One training from the host's side: asks the engine, shows progress, and tells how it ended. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import experimentJson from '../../../media/languages/experiment.schema.json';
import type { ExperimentOptions } from '../../engine/experimentSchema';
import { checkpointFile } from '../../protocol/checkpointNames';
import type { InitialWeights, ResumeOptions, RunSummary, TrainRequest } from '../../protocol/engineProtocol';
import { taskWords } from '../../protocol/taskWords';
import type { EngineProcess } from '../engineProcess';
import { EngineCrashedError, SHOW_LOG, StatedError } from '../statedError';
import { overfittingText, standingText } from '../views/trainingText';
import { confirm } from './confirm';
import type { FurtherTraining } from './furtherTraining';
import type { IgnoreRuns } from './ignoreRuns';
import { type Readable, readOutside } from './readOutside';
import type { RunFolders } from './runFolders';
import type { Runs } from './runs';
import type { TrainingSource } from './trainingSource';

interface Start {
  readonly beside?: boolean;
  readonly init?: InitialWeights;
}

export class Training {
  /** Folders of runs whose end is news. */
  readonly #awaited = new Set<string>();

  constructor(
    private readonly engine: EngineProcess,
    private readonly runs: Runs,
    private readonly folders: RunFolders,
    private readonly ignoreRuns: IgnoreRuns,
    private readonly showPanel: (folder: string, text?: vscode.Uri) => void,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Resolves when training has ended.
   * @param beside for what is in sight: no panel takes its place, and an end that was hoped for is said quietly
   * @param init what it starts from, where that is not chance
   */
  async start(source: TrainingSource, options: ExperimentOptions, { beside = false, init }: Start = {}): Promise<RunSummary> {
    const { files, text, near } = source;
    const request = { files, ...(text === undefined ? {} : { text }), options, ...(init && { init }) };
    return await this.#train(request, source, { text: near, beside });
  }

  /** What an experiment file says, as it is saved; the settings of the editor are nothing to it. */
  async startExperiment(file: vscode.Uri): Promise<RunSummary> {
    const plan = (readable: Readable) => this.engine.api.planTraining(file.fsPath, readable);
    const { name, ...planned } = await readOutside(this.folders.workspaces, plan);
    const [first] = planned.files;
    const text = planned.files.length === 1 && first !== undefined ? vscode.Uri.file(first) : undefined;
    return await this.#train(planned, { name: name ?? path.basename(first ?? ''), near: file, notes: [] }, { text });
  }

  async #train(
    request: Omit<TrainRequest, 'folder'>,
    source: Pick<TrainingSource, 'name' | 'near' | 'notes'>,
    { text, beside = false }: { readonly text?: vscode.Uri | undefined; readonly beside?: boolean },
  ): Promise<RunSummary> {
    const { options } = request;
    const cell = path.basename(options.cell ?? experimentJson.properties.cell.default, '.cell');
    const { knownBy, model } = taskWords(options);
    const [what, kind] = knownBy === 'cell' ? [cell, cell] : [`a ${model}`, options.rule ?? options.task ?? ''];
    const { folder, note } = await this.folders.reserve(source.name, kind, source.near);
    for (const said of [...source.notes, ...(note ? [note] : [])]) void vscode.window.showInformationMessage(said);
    this.log.info(`training ${what} on ${source.name} in ${folder}`);
    const ending = this.engine.api.train({ ...request, folder });
    return this.#follow(folder, `Training ${what} on ${source.name}`, ending, { text, beside });
  }

  /** Goes on from the last checkpoint; resolves when training has ended. */
  async resume(run: RunSummary, { changes, further }: FurtherTraining): Promise<RunSummary> {
    this.runs.update({ ...run, status: 'training', message: undefined });
    const slower = changes.learningRate === undefined ? '' : ` with learning rate ${changes.learningRate}`;
    return this.#follow(
      run.folder,
      `Training ${run.name}${slower}`,
      this.#resume(run, changes, { further, readable: this.folders.readableFor(run.folder) }),
    );
  }

  /**
   * A run may have come with the workspace, and name any file of this machine: those outside are read when the user says so.
   * What was moved, the user may show.
   */
  async #resume(run: RunSummary, changes: ExperimentOptions, how: ResumeOptions): Promise<RunSummary> {
    const { folder } = run;
    try {
      return await this.engine.api.resume(folder, changes, how);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      switch (error.name) {
        case 'OutsideFileError':
          await confirm(error.message, 'Read and Resume');
          return await this.#resume(run, changes, { ...how, readable: 'anything' });
        case 'MovedTextError':
          await confirm(error.message, 'Choose File…');
          return await this.#resume(run, changes, { ...how, moved: await chosenFiles(run) });
        case 'ChangedTextError':
          throw new StatedError(error.message, [{ title: 'Continue Training on…', command: 'unroll.continueOn', arguments: [folder] }]);
        default:
          throw error;
      }
    }
  }

  /** Stops a run that is about to be deleted: how it ended is no news then. */
  async discard(folder: string): Promise<void> {
    this.#awaited.delete(folder);
    await this.engine.api.stop(folder);
  }

  async #follow(
    folder: string,
    title: string,
    ending: Promise<RunSummary>,
    { text, beside = false }: { readonly text?: vscode.Uri | undefined; readonly beside?: boolean } = {},
  ): Promise<RunSummary> {
    this.#awaited.add(folder);
    const appearing = beside ? undefined : this.#showPanelWhenThere(folder, text);
    try {
      this.#showBeginning(folder, title, ending);
      const summary = await ending;
      this.runs.update(summary);
      if (!this.#awaited.delete(folder)) return summary;
      if (beside && summary.status === 'done') vscode.window.setStatusBarMessage(`$(pass) ${summary.name} is trained`, 8000);
      else void this.#tellEnd(summary);
      return summary;
    } catch (error) {
      this.runs.refresh().catch((reason: unknown) => this.log.warn(`the runs could not be read: ${String(reason)}`));
      throw error instanceof EngineCrashedError ? interrupted(folder, this.runs.find(folder)?.name ?? path.basename(folder), error) : error;
    } finally {
      appearing?.dispose();
    }
  }

  /** Until the status bar has figures of this run to show, or it has ended before. */
  #showBeginning(folder: string, title: string, ending: Promise<RunSummary>): void {
    const location = vscode.ProgressLocation.Window;
    void vscode.window.withProgress({ location, title: `${title}: getting ready…` }, async () => {
      let listening: vscode.Disposable | undefined;
      await new Promise<void>((resolve) => {
        listening = this.runs.onDidChange(() => this.runs.find(folder)?.status === 'training' && resolve());
        ending.then(
          () => resolve(),
          () => resolve(),
        );
      });
      listening?.dispose();
    });
  }

  /** A text that cannot be trained on makes no run, and shall open no panel. */
  #showPanelWhenThere(folder: string, text?: vscode.Uri): vscode.Disposable {
    const show = () => {
      if (!this.runs.find(folder)) return;
      listening.dispose();
      this.showPanel(folder, text);
    };
    const listening = this.runs.onDidChange(show);
    show();
    return listening;
  }

  /** The one notification of a training. Who stopped it knows that it has ended: then it is said quietly. */
  async #tellEnd(summary: RunSummary): Promise<void> {
    const { status, folder, name, hasCheckpoint, ended } = summary;
    if (status === 'stopped' && ended !== 'overtime') {
      vscode.window.setStatusBarMessage(`$(debug-pause) ${name} is stopped, with a checkpoint to go on from`, 8000);
      return;
    }
    const useIt = [taskWords(summary.experiment).use, { title: 'Inspect', command: 'unroll.inspect' }];
    const bad = status === 'failed' || status === 'unlearned';
    const verb = status === 'unlearned' ? 'Train Further' : 'Resume Training';
    const title = bad ? `${verb} at Half the Learning Rate` : verb;
    const resume = { title, command: status === 'unlearned' ? 'unroll.trainFurther' : 'unroll.resumeRun' };
    const offer = await this.ignoreRuns.offer(folder);
    const actions = [...(hasCheckpoint ? (status === 'done' ? useIt : [resume, ...useIt]) : []), ...(offer ? [offer.action] : [])];
    const said = [ending(summary), ...(offer ? [offer.said] : [])].join(' ');
    const show = bad ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    const chosen = await show(said, ...actions.map(({ title }) => title));
    const action = actions.find(({ title }) => title === chosen);
    if (action) await vscode.commands.executeCommand(action.command, folder);
  }
}

/** @throws CancellationError where the dialog is dismissed */
async function chosenFiles({ name, experiment: { files } }: RunSummary): Promise<readonly string[]> {
  const wasFolder = files.every((file) => path.extname(file) === '');
  const chosen = await vscode.window.showOpenDialog({
    title: `What ${name} learned from: ${files.map((file) => path.basename(file)).join(', ')}`,
    openLabel: 'Resume',
    canSelectMany: files.length > 1,
    // No dialog of Windows or Linux takes both.
    canSelectFiles: !wasFolder,
    canSelectFolders: wasFolder,
  });
  if (!chosen) throw new vscode.CancellationError();
  return chosen.map(({ fsPath }) => fsPath);
}

function interrupted(folder: string, name: string, crash: EngineCrashedError): StatedError {
  if (!existsSync(path.join(folder, checkpointFile('last')))) return crash;
  const resume = { title: 'Resume Training', command: 'unroll.resumeRun', arguments: [folder] };
  return new StatedError(`${name}: training was interrupted. ${crash.message} Its last checkpoint is safe.`, [resume, SHOW_LOG]);
}

function ending(summary: RunSummary): string {
  const { name, status, message = '', update } = summary;
  if (status !== 'done') return `${name}: ${message}`;
  const overfitting = overfittingText(summary);
  return `${name} is trained: ${standingText(summary)}, of ${update.toLocaleString('en')} updates${overfitting ? `; ${overfitting}` : ''}.`;
}
