/** A panel that compares runs: answers what it asks of them, and tells it what happens to them. */
import * as vscode from 'vscode';
import { COMPARE_CALLS, type CompareApi, type CompareHostApi, type Side } from '../../protocol/compareProtocol';
import { QuestionError } from '../../protocol/queries';
import { AS_WRITTEN } from '../editors/unitOffsets';
import { generationSettings } from '../workspace/settings';
import { connectPanel } from './panelChannel';
import { showPage } from './panelPage';
import { PanelPassages } from './panelPassages';
import { PanelQuestions } from './panelQuestions';
import type { PanelSurroundings } from './runPanel';
import { saveFile } from './saveFile';

export class ComparePanel implements vscode.Disposable {
  readonly #folders: ReadonlySet<string>;
  readonly #questions: PanelQuestions;
  readonly #passages: PanelPassages;
  readonly #listening: vscode.Disposable;
  #loaded = false;

  constructor(
    private readonly sides: readonly Side[],
    webviewPanel: vscode.WebviewPanel,
    private readonly around: PanelSurroundings,
  ) {
    const folders = new Set(sides.map(({ folder }) => folder));
    this.#folders = folders;
    this.#passages = new PanelPassages(around.lastEditor, around.annotations, () => AS_WRITTEN);
    const { webview } = webviewPanel;
    const line = connectPanel<CompareApi, CompareHostApi>(webview, this.#calls(), COMPARE_CALLS, ['progress', 'summary']);
    const forgetful = { useGeneration: async () => undefined };
    this.#questions = new PanelQuestions((run) => this.#known(run), around.engine, forgetful, line.panel);
    this.#listening = vscode.Disposable.from(
      line,
      this.#passages,
      around.runs.onDidProgress(({ folder, events }) => {
        if (this.#loaded && folders.has(folder)) void line.panel.progress(folder, events);
      }),
      around.runs.onDidChange(() => {
        for (const folder of this.#loaded ? folders : []) {
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
    this.#questions.cancelAll();
    this.#listening.dispose();
  }

  #known(run: string | undefined): string {
    if (run !== undefined && this.#folders.has(run)) return run;
    throw new QuestionError('It was not said which of the compared runs shall answer.');
  }

  #calls(): CompareHostApi {
    const { engine } = this.around;
    return {
      ready: async () => {
        this.#questions.cancelAll();
        this.#loaded = true;
        const histories = await Promise.all([...this.#folders].map((folder) => engine.api.history(folder)));
        return { histories, sides: this.sides, generation: { ...generationSettings(), prompt: '' } };
      },
      selection: async () => this.#passages.takeSelection('compare', 'line'),
      saveFile: (name, bytes) => saveFile(name, bytes),
      ask: (id, question) => this.#questions.ask(id, question),
      cancel: (id) => this.#questions.cancel(id),
    };
  }
}
