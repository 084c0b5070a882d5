/** One editor of a file of weights: answers what its page asks of the file, and tells it when the file is written anew. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { keptUpdateOf } from '../../protocol/checkpointNames';
import {
  type Actions,
  CHECKPOINT_CALLS,
  type CheckpointAction,
  type CheckpointApi,
  type CheckpointHostApi,
  type CheckpointStart,
} from '../../protocol/checkpointProtocol';
import { QuestionError } from '../../protocol/queries';
import { taskWords } from '../../protocol/taskWords';
import { isAboutWeights } from '../../protocol/weightsQueries';
import { connectPanel } from '../panels/panelChannel';
import { fillPage } from '../panels/panelPage';
import { PanelQuestions } from '../panels/panelQuestions';
import { saveFile } from '../panels/saveFile';
import { StatedError } from '../statedError';
import { checkpointActions } from './checkpointActions';
import type { CheckpointSurroundings } from './checkpointEditors';

/**
 * How often it is looked whether the file was written anew. VS Code tells of no file in a folder that appeared with all that is in
 * it, as that of a run does.
 */
const LOOK_MILLISECONDS = 2_000;

export class CheckpointEditor implements vscode.Disposable {
  readonly #questions: PanelQuestions;
  readonly #page: CheckpointApi;
  readonly #listening: vscode.Disposable;
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  #loaded = false;
  #looking = false;
  /** When the file was written and how long it is, as the page was told. */
  #seen = '';
  /** What can be done, as the page was told. */
  #told = '';

  constructor(
    private readonly uri: vscode.Uri,
    webviewPanel: vscode.WebviewPanel,
    private readonly around: CheckpointSurroundings,
  ) {
    this.#file = uri.fsPath;
    const { webview } = webviewPanel;
    const line = connectPanel<CheckpointApi, CheckpointHostApi>(webview, this.#calls(), CHECKPOINT_CALLS, ['changed', 'offered']);
    this.#page = line.panel;
    const forgetful = { useGeneration: async () => undefined };
    this.#questions = new PanelQuestions(() => this.#file, around.engine, forgetful, line.panel);
    const failed = (error: unknown) => around.log.error(`${this.#file}: ${String(error)}`);
    this.#timer = setInterval(() => void this.#look().catch(failed), LOOK_MILLISECONDS);
    this.#listening = vscode.Disposable.from(
      line,
      around.runs.onDidChange(() => this.#offer()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#offer()),
      // An editor out of sight is unloaded, and asks anew when it comes back.
      webviewPanel.onDidChangeViewState(() => {
        if (webviewPanel.visible) return;
        this.#loaded = false;
        this.#questions.cancelAll();
      }),
    );
    fillPage(webview, around.extension, 'checkpoint', 'Weights');
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#questions.cancelAll();
    this.#listening.dispose();
  }

  /** Of what was written while nobody looked, the page learns when it loads. */
  async #look(): Promise<void> {
    if (!this.#loaded || this.#looking) return;
    this.#looking = true;
    try {
      const seen = seenAs(await statusOf(this.uri));
      if (seen === this.#seen) return;
      this.#seen = seen;
      const start = await this.#start();
      if (this.#loaded) this.#page.changed(start);
    } finally {
      this.#looking = false;
    }
  }

  #offer(): void {
    const actions = this.#actions();
    if (!this.#loaded || JSON.stringify(actions) === this.#told) return;
    this.#told = JSON.stringify(actions);
    this.#page.offered(actions);
  }

  #actions(): Actions {
    const run = this.around.runs.find(path.dirname(this.#file));
    return checkpointActions(run, path.basename(this.#file), vscode.workspace.isTrusted);
  }

  async #start(): Promise<CheckpointStart> {
    const { runs, engine } = this.around;
    const folder = path.dirname(this.#file);
    const known = runs.find(folder);
    const history = known && (await engine.api.history(folder));
    const actions = this.#actions();
    this.#told = JSON.stringify(actions);
    const status = await statusOf(this.uri);
    this.#seen = seenAs(status);
    return {
      name: path.basename(this.#file),
      folder: vscode.workspace.asRelativePath(folder),
      modified: status?.mtime ?? 0,
      ...(history && { history }),
      actions,
    };
  }

  /** A document of another kind may have the path of a file, and be of another time. @throws StatedError */
  #requireFile(): void {
    if (this.uri.scheme === 'file') return;
    throw new StatedError('Weights are read from files on a disk alone, and this is none: it may be one of an earlier commit.');
  }

  async #act(action: CheckpointAction): Promise<void> {
    const { panels, runs } = this.around;
    const folder = path.dirname(this.#file);
    const run = runs.find(folder);
    const { refused } = this.#actions()[action];
    if (!run || refused !== undefined) throw new StatedError(refused ?? 'The run of this checkpoint is not known any more.');
    if (action === 'resume') {
      await vscode.commands.executeCommand('unroll.resumeRun', folder);
      return;
    }
    const panel = panels.open(folder);
    if (action === 'use') panel.show(taskWords(run.experiment).tab);
    else panel.showCheckpoint(keptUpdateOf(path.basename(this.#file)));
  }

  #calls(): CheckpointHostApi {
    return {
      ready: async () => {
        this.#loaded = false;
        this.#questions.cancelAll();
        this.#requireFile();
        await this.around.runs.known();
        const start = await this.#start();
        this.#loaded = true;
        return start;
      },
      act: (action) => this.#act(action),
      reopen: async (how) => {
        if (how === 'text') await vscode.commands.executeCommand('vscode.openWith', this.uri, 'default');
        else await vscode.commands.executeCommand('workbench.action.reopenWithEditor');
      },
      saveFile: (name, bytes) => saveFile(name, bytes),
      ask: async (id, question) => {
        this.#requireFile();
        if (!isAboutWeights(question.kind)) throw new QuestionError('Only what the file itself tells can be asked here.');
        return await this.#questions.ask(id, question);
      },
      cancel: (id) => this.#questions.cancel(id),
    };
  }
}

const seenAs = (status: vscode.FileStat | undefined): string => (status ? `${status.mtime} ${status.size}` : 'gone');

/** Undefined where it is gone: why, the page learns when it asks for what is in it. */
async function statusOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}
