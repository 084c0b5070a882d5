/** The panels that are open: one for each run, beside the editor, brought back after a reload of the window. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type PanelSurroundings, RunPanel } from './runPanel';

const VIEW_TYPE = 'unroll.run';
const MOST_BYTES_SHOWN = 10_000_000;

export class RunPanels implements vscode.Disposable {
  readonly #open = new Map<string, { readonly panel: RunPanel; readonly webview: vscode.WebviewPanel }>();
  readonly #serializer: vscode.Disposable;

  constructor(private readonly around: PanelSurroundings) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (webview: vscode.WebviewPanel, state: unknown) => {
        const folder = await this.#folderOf(webview.title, state);
        if (folder) this.#adopt(folder, webview);
        else webview.dispose();
      },
    });
  }

  /** The run whose panel is in sight, if just one is. */
  get visibleRun(): string | undefined {
    const visible = [...this.#open].filter(([, { panel }]) => panel.visible);
    return visible.length === 1 ? visible[0]?.[0] : undefined;
  }

  open(folder: string): RunPanel {
    const known = this.#open.get(folder);
    if (known) {
      known.panel.reveal();
      return known.panel;
    }
    const others = [...this.#open.values()].map(({ webview }) => webview.viewColumn);
    const where = { viewColumn: others.find((column) => column !== undefined) ?? vscode.ViewColumn.Beside, preserveFocus: true };
    return this.#adopt(folder, vscode.window.createWebviewPanel(VIEW_TYPE, path.basename(folder), where));
  }

  /** The panel beside the text that it is about: where no editor is in sight, the text is shown first. */
  async openBeside(folder: string, text?: vscode.Uri): Promise<void> {
    if (text && vscode.window.visibleTextEditors.length === 0 && (await isShort(text))) {
      await vscode.window.showTextDocument(text, { preserveFocus: true, preview: true });
    }
    this.open(folder);
  }

  close(folder: string): void {
    this.#open.get(folder)?.webview.dispose();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const { panel } of this.#open.values()) panel.dispose();
    this.#open.clear();
  }

  /**
   * A panel keeps its run's folder in its own state, which is believed where there is such a run. One that had not loaded when
   * the window was closed has no state, but its title is the run's name.
   */
  async #folderOf(title: string, state: unknown): Promise<string | undefined> {
    await this.around.runs.refresh();
    const { folder }: { readonly folder?: unknown } = Object(state);
    return this.around.runs.all.find((run) => (folder === undefined ? run.name === title : run.folder === folder))?.folder;
  }

  #adopt(folder: string, webview: vscode.WebviewPanel): RunPanel {
    const panel = new RunPanel(folder, webview, this.around);
    this.#open.set(folder, { panel, webview });
    webview.onDidDispose(() => {
      this.#open.delete(folder);
      panel.dispose();
    });
    return panel;
  }
}

/** A file that an editor shows at once. */
async function isShort(text: vscode.Uri): Promise<boolean> {
  const { type, size } = await vscode.workspace.fs.stat(text);
  return (type & vscode.FileType.File) !== 0 && size < MOST_BYTES_SHOWN;
}
