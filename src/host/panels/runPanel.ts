/** The panel of one run: answers what it asks, tells it what happens, and ties it to a passage in an editor. */
import * as vscode from 'vscode';
import type { Evaluation } from '../../engine/results';
import { Answerer, type Answering } from '../../protocol/asking';
import type { MetricEvent, RunSummary } from '../../protocol/engineProtocol';
import type { Asked, FilesEvaluation, PanelApi, PanelHostApi, PanelStart } from '../../protocol/panelProtocol';
import { type AnyQuestion, QuestionError, readQuestion } from '../../protocol/queries';
import type { Annotations } from '../editors/annotations';
import type { LastEditor } from '../editors/lastEditor';
import type { Passage } from '../editors/passage';
import type { EngineProcess } from '../engineProcess';
import type { Runs } from '../workspace/runs';
import { fillSettings, translationSettings } from '../workspace/settings';
import { NewEvents } from './newEvents';
import { connectPanel } from './panelChannel';
import type { PanelMemory } from './panelMemory';
import { PanelPassages } from './panelPassages';
import { runPanelHtml } from './runPanelHtml';

export interface PanelSurroundings {
  readonly extension: vscode.Uri;
  readonly engine: EngineProcess;
  readonly runs: Runs;
  readonly memory: PanelMemory;
  readonly lastEditor: LastEditor;
  readonly annotations: Annotations;
}

export class RunPanel implements vscode.Disposable {
  readonly #panel: PanelApi & vscode.Disposable;
  readonly #listening: vscode.Disposable;
  #tab: string;
  readonly #passages: PanelPassages;
  /** What shall be shown once the panel has loaded. */
  #awaited: Asked | undefined;
  #evaluation: FilesEvaluation | undefined;
  /** What the user chose to hold the model against: a panel cannot have other files read. */
  readonly #examples = new Set<string>();
  readonly #answerer: Answerer;
  #events = new NewEvents();
  #loaded = false;

  constructor(
    readonly folder: string,
    private readonly webviewPanel: vscode.WebviewPanel,
    private readonly around: PanelSurroundings,
  ) {
    this.#tab = around.memory.tab(folder);
    this.#passages = new PanelPassages(around.lastEditor, around.annotations);
    const icon = (theme: string) => vscode.Uri.joinPath(around.extension, 'media', `panel-${theme}.svg`);
    const { webview } = webviewPanel;
    webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(around.extension, 'dist', 'panels')] };
    webviewPanel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#panel = connectPanel(webview, this.#calls());
    this.#answerer = new Answerer((question, answering) => this.#answer(question, answering), this.#panel);
    this.#listening = vscode.Disposable.from(
      this.#passages,
      this.#passages.onDidMoveCursor(({ passage, index }) => this.#panel.cursor(passage, index)),
      around.runs.onDidProgress((progress) => progress.folder === folder && this.progress(progress.events)),
      around.runs.onDidChange(() => this.summarise(around.runs.find(folder))),
      // A panel out of sight is unloaded, and asks anew when it comes back.
      webviewPanel.onDidChangeViewState(() => {
        if (!webviewPanel.visible) this.#loaded = false;
      }),
    );
    webview.html = runPanelHtml(webview, around.extension);
  }

  get visible(): boolean {
    return this.webviewPanel.visible;
  }

  reveal(): void {
    this.webviewPanel.reveal(undefined, true);
  }

  /** Brings a tab to the front, at work on a passage; without one the panel has a field to write in. */
  show(tab: string, passage?: Passage): void {
    this.#open(tab, passage && this.#passages.take(tab, passage));
  }

  /** Writes for a label. */
  showLabel(label: string): void {
    this.#open('continuations', { label });
  }

  /** Asks for files, holds the model against them, and shows how well it does. */
  async evaluate(): Promise<void> {
    const files = await this.#chooseExamples();
    if (files.length > 0) this.#open('evaluation', { files });
  }

  progress(events: readonly MetricEvent[]): void {
    const news = this.#loaded ? this.#events.take(events) : [];
    if (news.length > 0) this.#panel.progress(news);
  }

  summarise(summary: RunSummary | undefined): void {
    if (!summary) return;
    this.webviewPanel.title = summary.name;
    if (this.#loaded) this.#panel.summary(summary);
  }

  dispose(): void {
    this.#answerer.cancelAll();
    vscode.Disposable.from(this.#listening, this.#panel).dispose();
  }

  #open(tab: string, asked: Asked | undefined): void {
    this.#tab = tab;
    this.reveal();
    if (this.#loaded) this.#panel.show(tab, asked);
    else this.#awaited = asked;
  }

  /** What the panel begins with beside the run's history. */
  #opening(): Omit<PanelStart, 'history'> {
    const asked = this.#awaited;
    this.#awaited = undefined;
    return {
      tab: this.#tab,
      ...(asked && { asked }),
      generation: { ...this.around.memory.generation, prompt: '' },
      translation: translationSettings(),
      fill: fillSettings(),
      ...(this.#evaluation && { evaluation: this.#evaluation }),
    };
  }

  /** None where none was chosen. A dialog for folders too would take no files on some systems. */
  async #chooseExamples(): Promise<readonly string[]> {
    const chosen = await vscode.window.showOpenDialog({
      title: 'Evaluate: choose files of the kind that the run was trained on',
      openLabel: 'Evaluate',
      canSelectMany: true,
    });
    const files = (chosen ?? []).map(({ fsPath }) => fsPath);
    for (const file of files) this.#examples.add(file);
    return files;
  }

  /** Which run is asked is not the panel's to say. */
  async #answer({ kind, arguments: given }: AnyQuestion, { signal, progress, block }: Answering): Promise<unknown> {
    const question = readQuestion(kind, given);
    await this.#prepare(question);
    const answer = await this.around.engine.ask(this.folder, question.kind, question.arguments, {
      signal,
      onProgress: ({ done, total }) => progress(done, total),
      onBlock: block,
    });
    if (question.kind === 'evaluate') this.#evaluation = { files: question.arguments.files, evaluation: answer as Evaluation };
    return answer;
  }

  /** What the host remembers of a question, or lets no panel ask. @throws QuestionError */
  async #prepare(question: AnyQuestion): Promise<void> {
    if (question.kind === 'generate') await this.around.memory.useGeneration(question.arguments);
    if (question.kind === 'evaluate' && !question.arguments.files.every((file) => this.#examples.has(file)))
      throw new QuestionError('Only files that were chosen can be evaluated.');
  }

  #calls(): PanelHostApi {
    const { folder } = this;
    const { engine, memory } = this.around;
    return {
      ready: async () => {
        this.#loaded = false;
        const history = await engine.api.history(folder);
        this.webviewPanel.title = history.summary.name;
        this.#events = new NewEvents();
        this.#events.take(history.events);
        this.#loaded = true;
        return { history, ...this.#opening() };
      },
      stop: async () => void (await engine.api.stop(folder)),
      resume: async () => void vscode.commands.executeCommand('unroll.resumeRun', folder),
      insert: (text) => this.#passages.target(this.#tab).insert(text),
      replace: (text) => this.#passages.target(this.#tab).replace(text),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      chooseExamples: () => this.#chooseExamples(),
      selection: async (kind) => this.#passages.takeSelection(this.#tab, kind),
      highlight: async (passage, index) => this.#passages.highlight(passage, index),
      showing: async (tab) => {
        this.#tab = tab;
        await memory.showTab(folder, tab);
      },
      openCell: async () => void vscode.commands.executeCommand('unroll.openCell', folder),
      ask: (id, question) => this.#answerer.ask(id, question),
      cancel: (id) => this.#answerer.cancel(id),
    };
  }
}
