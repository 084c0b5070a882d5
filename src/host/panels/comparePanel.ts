/** A panel that compares runs: answers what it asks of them, and tells it what happens to them. */
import * as vscode from 'vscode';
import { COMPARE_CALLS, type CompareApi, type CompareHostApi, MOST_SIDES, type Side } from '../../protocol/compareProtocol';
import type { RunHistory } from '../../protocol/engineProtocol';
import { QuestionError } from '../../protocol/queries';
import { thinned } from '../../protocol/runCurve';
import type { Passage } from '../editors/passage';
import { AS_WRITTEN } from '../editors/unitOffsets';
import { generationSettings } from '../workspace/settings';
import { connectPanel } from './panelChannel';
import { showPage } from './panelPage';
import { PanelPassages } from './panelPassages';
import { PanelQuestions } from './panelQuestions';
import type { PanelSurroundings } from './runPanel';
import { saveFile } from './saveFile';

export class ComparePanel implements vscode.Disposable {
  readonly #folders: Set<string>;
  readonly #panel: CompareApi;
  readonly #questions: PanelQuestions;
  readonly #passages: PanelPassages;
  readonly #listening: vscode.Disposable;
  #loaded = false;

  constructor(
    folders: readonly string[],
    private readonly sides: readonly Side[],
    webviewPanel: vscode.WebviewPanel,
    private readonly around: PanelSurroundings,
    /** What they shall read when the panel has loaded. */
    private passage?: Passage,
  ) {
    this.#folders = new Set(folders);
    this.#passages = new PanelPassages(around.lastEditor, around.annotations, () => AS_WRITTEN);
    const { webview } = webviewPanel;
    const line = connectPanel<CompareApi, CompareHostApi>(webview, this.#calls(), COMPARE_CALLS, ['progress', 'summary', 'added']);
    this.#panel = line.panel;
    const forgetful = { useGeneration: async () => undefined };
    this.#questions = new PanelQuestions((run) => this.#known(run), around.engine, forgetful, line.panel);
    this.#listening = vscode.Disposable.from(
      line,
      this.#passages,
      around.runs.onDidProgress(({ folder, events }) => {
        if (this.#loaded && this.#folders.has(folder)) void line.panel.progress(folder, events);
      }),
      around.runs.onDidChange(() => {
        for (const folder of this.#loaded ? this.#folders : []) {
          const summary = around.runs.find(folder);
          if (summary) void line.panel.summary(summary);
        }
      }),
      // A panel out of sight is unloaded, and asks anew when it comes back.
      webviewPanel.onDidChangeViewState(() => {
        if (webviewPanel.visible) return;
        this.#loaded = false;
        this.#questions.cancelAll();
      }),
    );
    showPage(webviewPanel, around.extension, 'compare', 'Compare runs');
  }

  dispose(): void {
    this.#loaded = false;
    this.#questions.cancelAll();
    this.#listening.dispose();
  }

  /** Runs that came since: of a sweep that is training. Those that are here already stay. */
  async add(folders: readonly string[]): Promise<void> {
    const added = folders.filter((folder) => !this.#folders.has(folder));
    if (added.length === 0) return;
    for (const folder of added) this.#folders.add(folder);
    if (!this.#loaded) return;
    const histories = await this.#histories(added);
    // It may have been closed meanwhile, and one that loads again asks for all.
    if (this.#loaded) this.#panel.added(histories);
  }

  /** Of many runs with fewer points, as a chart of all shows no more. */
  async #histories(folders: readonly string[]): Promise<readonly RunHistory[]> {
    const { api } = this.around.engine;
    const histories = await Promise.all(folders.map((folder) => api.history(folder)));
    return this.#folders.size > MOST_SIDES ? histories.map(({ summary, curve }) => ({ summary, curve: thinned(curve) })) : histories;
  }

  #known(run: string | undefined): string {
    if (run !== undefined && this.#folders.has(run)) return run;
    throw new QuestionError('It was not said which of the compared runs shall answer.');
  }

  #calls(): CompareHostApi {
    return {
      ready: async () => {
        this.#questions.cancelAll();
        this.#loaded = true;
        const histories = await this.#histories([...this.#folders]);
        const asked = this.passage && this.#passages.take('compare', this.passage);
        this.passage = undefined;
        return { histories, sides: this.sides, ...(asked && { asked }), generation: { ...generationSettings(), prompt: '' } };
      },
      selection: async () => this.#passages.takeSelection('compare', 'line'),
      showPassage: async (passage, index) => this.#passages.show(passage, index),
      openRun: async (folder) => void (await vscode.commands.executeCommand('unroll.revealRun', this.#known(folder))),
      saveFile: (name, bytes) => saveFile(name, bytes),
      ask: (id, question) => this.#questions.ask(id, question),
      cancel: (id) => this.#questions.cancel(id),
    };
  }
}
