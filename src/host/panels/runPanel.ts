/** The panel of one run: answers what it asks, tells it what happens, and ties it to a passage in an editor. */
import * as vscode from 'vscode';
import type { RunHistory, RunSummary } from '../../protocol/engineProtocol';
import { type Asked, type Beside, PANEL_CALLS, type PanelApi, type PanelHostApi, type PanelStart } from '../../protocol/panelProtocol';
import { type Kind, QuestionError } from '../../protocol/queries';
import type { RunEvent } from '../../protocol/runState';
import type { Annotations } from '../editors/annotations';
import type { LastEditor } from '../editors/lastEditor';
import type { Passage } from '../editors/passage';
import { showPlaces } from '../editors/showPlaces';
import { AS_WRITTEN } from '../editors/unitOffsets';
import type { EngineProcess } from '../engineProcess';
import { runsBeside } from '../workspace/besideRuns';
import type { Runs } from '../workspace/runs';
import { fillSettings, translationSettings } from '../workspace/settings';
import { trainBesides } from '../workspace/trainBesides';
import type { Training } from '../workspace/training';
import { connectPanel } from './panelChannel';
import type { PanelMemory } from './panelMemory';
import { showPage } from './panelPage';
import { PanelPassages } from './panelPassages';
import { PanelQuestions } from './panelQuestions';
import { saveFile } from './saveFile';

export interface PanelSurroundings {
  readonly extension: vscode.Uri;
  readonly engine: EngineProcess;
  readonly runs: Runs;
  readonly memory: PanelMemory;
  readonly lastEditor: LastEditor;
  readonly annotations: Annotations;
  readonly train: Training['start'];
}

/** What a panel asks without the user. */
const BY_ITSELF: ReadonlySet<string> = new Set<Kind>(['baseline', 'labels', 'closeTrace']);

export class RunPanel implements vscode.Disposable {
  readonly #panel: PanelApi;
  readonly #listening: vscode.Disposable;
  #tab: string;
  readonly #passages: PanelPassages;
  /** What shall be shown once the panel has loaded. */
  #awaited: Asked | undefined;
  #noteAwaited = false;
  readonly #questions: PanelQuestions;
  /** Runs that the panel was told of, which it may ask too. */
  readonly #besides = new Set<string>();
  readonly #worked = new vscode.EventEmitter<void>();
  /** The user asked the model something here. */
  readonly onDidWork = this.#worked.event;
  /** Whether there is somebody to tell what happens; who joins late knows by the numbers of events what is new. */
  #listens = false;
  #loaded = false;

  constructor(
    readonly folder: string,
    private readonly webviewPanel: vscode.WebviewPanel,
    private readonly around: PanelSurroundings,
  ) {
    this.#tab = around.memory.tab(folder);
    this.#passages = new PanelPassages(around.lastEditor, around.annotations, () => around.runs.find(folder)?.experiment ?? AS_WRITTEN);
    const { webview } = webviewPanel;
    const line = connectPanel<PanelApi, PanelHostApi>(webview, this.#calls(), PANEL_CALLS, [
      'progress',
      'summary',
      'show',
      'cursor',
      'editNote',
    ]);
    this.#panel = line.panel;
    this.#questions = new PanelQuestions((run) => this.#known(run), around.engine, around.memory, this.#panel);
    this.#listening = vscode.Disposable.from(
      line,
      this.#passages,
      this.#worked,
      this.#passages.onDidMoveCursor(({ passage, index }) => this.#panel.cursor(passage, index)),
      around.runs.onDidProgress((progress) => progress.folder === folder && this.progress(progress.events)),
      around.runs.onDidChange(() => this.summarise(around.runs.find(folder))),
      // A panel out of sight is unloaded, and asks anew when it comes back.
      webviewPanel.onDidChangeViewState(() => {
        if (webviewPanel.visible) return;
        this.#listens = this.#loaded = false;
        this.#questions.cancelAll();
      }),
    );
    showPage(webviewPanel, around.extension, 'run', 'Run');
  }

  get active(): boolean {
    return this.webviewPanel.active;
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

  /** Opens the field for the note about the run. */
  editNote(): void {
    this.webviewPanel.reveal();
    if (this.#loaded) this.#panel.editNote();
    else this.#noteAwaited = true;
  }

  /** Looks into one of the checkpoints that were kept of the way, or into that which answers. */
  showCheckpoint(update: number | undefined): void {
    this.#open('inside', { checkpoint: update });
  }

  /** Writes for a label. */
  showLabel(label: string): void {
    this.#open('continuations', { label });
  }

  /** Holds the model against files, which are asked for where none are given, and shows how well it does. */
  async evaluate(given: readonly vscode.Uri[]): Promise<void> {
    const files = given.length > 0 ? this.#allow(given) : await this.#chooseExamples();
    if (files.length > 0) this.#open('evaluation', { files });
  }

  progress(events: readonly RunEvent[]): void {
    if (this.#listens) this.#panel.progress(events);
  }

  summarise(summary: RunSummary | undefined): void {
    if (!summary) return;
    this.webviewPanel.title = summary.name;
    if (this.#loaded) this.#panel.summary(summary);
  }

  dispose(): void {
    this.#questions.cancelAll();
    this.#listening.dispose();
  }

  #open(tab: string, asked: Asked | undefined): void {
    this.#tab = tab;
    this.reveal();
    if (this.#loaded) this.#panel.show(tab, asked);
    else this.#awaited = asked;
  }

  /** The run may have ended since the engine answered. */
  async #history(): Promise<RunHistory> {
    const { summary, curve } = await this.around.engine.api.history(this.folder);
    const known = this.around.runs.find(this.folder);
    return { summary: known && known.seq >= summary.seq ? known : summary, curve };
  }

  /** What the panel begins with beside the run's history. */
  #opening(): Omit<PanelStart, 'history'> {
    const asked = this.#awaited;
    this.#awaited = undefined;
    const editNote = this.#noteAwaited;
    this.#noteAwaited = false;
    return {
      tab: this.#tab,
      ...(asked && { asked }),
      ...(editNote && { editNote }),
      generation: { ...this.around.memory.generation(this.folder), prompt: '' },
      translation: translationSettings(),
      fill: fillSettings(),
      ...(this.#questions.evaluation && { evaluation: this.#questions.evaluation }),
    };
  }

  /** None where none was chosen. A dialog for folders too would take no files on some systems. */
  async #chooseExamples(): Promise<readonly string[]> {
    const chosen = await vscode.window.showOpenDialog({
      title: 'Evaluate: choose files of the kind that the run was trained on',
      openLabel: 'Evaluate',
      canSelectMany: true,
    });
    return this.#allow(chosen ?? []);
  }

  #allow(uris: readonly vscode.Uri[]): readonly string[] {
    const files = uris.map(({ fsPath }) => fsPath);
    this.#questions.allow(files);
    return files;
  }

  #known(run: string | undefined): string {
    if (run === undefined) return this.folder;
    if (this.#besides.has(run)) return run;
    throw new QuestionError('Only this run, and those like it with other cells, can be asked here.');
  }

  #findBesides(): readonly Beside[] {
    const { runs } = this.around;
    const run = runs.find(this.folder);
    const besides = run ? runsBeside(run, runs.all) : [];
    for (const { folder } of besides) if (folder !== undefined) this.#besides.add(folder);
    return besides;
  }

  #calls(): PanelHostApi {
    const { folder } = this;
    const { engine, memory } = this.around;
    return {
      ready: async () => {
        this.#loaded = false;
        this.#questions.cancelAll();
        this.#listens = true;
        const history = await this.#history();
        this.webviewPanel.title = history.summary.name;
        this.#loaded = true;
        return { history, ...this.#opening() };
      },
      stop: async () => void (await engine.api.stop(folder)),
      resume: async () => void vscode.commands.executeCommand('unroll.resumeRun', folder),
      insert: (text) => this.#passages.target(this.#tab).insert(text),
      replace: (text) => this.#passages.target(this.#tab).replace(text),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      saveFile: (name, bytes) => saveFile(name, bytes),
      chooseExamples: () => this.#chooseExamples(),
      selection: async (kind) => this.#passages.takeSelection(this.#tab, kind),
      highlight: async (passage, index) => this.#passages.highlight(passage, index),
      showing: async (tab) => {
        this.#tab = tab;
        await memory.showTab(folder, tab);
      },
      tokenKinds: (passage) => this.#passages.tokenKinds(passage),
      showPlaces: async (places, chosen) => {
        this.#questions.requireTold(places.map(({ file }) => file));
        await showPlaces(places, chosen);
      },
      besides: async () => this.#findBesides(),
      trainBesides: async () => {
        const run = this.around.runs.find(folder);
        const missing = this.#findBesides().filter((beside) => beside.folder === undefined);
        if (run) await trainBesides(run, missing, this.around.train);
        await this.around.runs.refresh();
        return this.#findBesides();
      },
      writeNote: async (note) => this.around.runs.update(await engine.api.describe(folder, { note })),
      openCell: async () => void vscode.commands.executeCommand('unroll.openCell', folder),
      openCheckpoint: async () => void vscode.commands.executeCommand('unroll.openCheckpoint', folder),
      ask: (id, question) => {
        if (!BY_ITSELF.has(question.kind)) this.#worked.fire();
        return this.#questions.ask(id, question);
      },
      cancel: (id) => this.#questions.cancel(id),
    };
  }
}
