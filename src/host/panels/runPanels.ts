/**
 * The panels that are open, beside the editor, brought back after a reload of the window. One of them may be a preview,
 * as in the editor: the next run that is shown takes its place, unless the user has worked in it or said to keep it.
 */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type PanelSurroundings, RunPanel } from './runPanel';

const VIEW_TYPE = 'unroll.run';
const MOST_BYTES_SHOWN = 10_000_000;

export class RunPanels implements vscode.Disposable {
  readonly #open = new Map<string, { readonly panel: RunPanel; readonly webview: vscode.WebviewPanel }>();
  /** The run whose panel is a preview. */
  #preview: string | undefined;
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

  /** The run whose panel is in front. */
  get activeRun(): string | undefined {
    return [...this.#open].find(([, { panel }]) => panel.active)?.[0];
  }

  open(folder: string): RunPanel {
    const known = this.#open.get(folder);
    if (known) {
      known.panel.reveal();
      return known.panel;
    }
    const preview = this.#preview === undefined ? undefined : this.#open.get(this.#preview);
    const columns = [preview, ...this.#open.values()].map((one) => one?.webview.viewColumn);
    const where = { viewColumn: columns.find((column) => column !== undefined) ?? vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = this.#adopt(
      folder,
      vscode.window.createWebviewPanel(VIEW_TYPE, this.around.runs.find(folder)?.name ?? path.basename(folder), where),
    );
    preview?.webview.dispose();
    this.#preview = folder;
    this.#tellPreview();
    return panel;
  }

  /** The panel of this run, or the preview, stays until it is closed. */
  keep(folder = this.#preview): void {
    if (folder !== this.#preview) return;
    this.#preview = undefined;
    this.#tellPreview();
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
    panel.onDidWork(() => this.keep(folder));
    webview.onDidChangeViewState(() => this.#tellPreview());
    webview.onDidDispose(() => {
      this.#open.delete(folder);
      panel.dispose();
      this.keep(folder);
    });
    return panel;
  }

  /** Keep Run Open is offered while the preview is in front. */
  #tellPreview(): void {
    const shown = this.#preview !== undefined && this.#open.get(this.#preview)?.webview.active === true;
    void vscode.commands.executeCommand('setContext', 'unroll.previewShown', shown);
  }
}

/** A file that an editor shows at once. */
async function isShort(text: vscode.Uri): Promise<boolean> {
  const { type, size } = await vscode.workspace.fs.stat(text);
  return (type & vscode.FileType.File) !== 0 && size < MOST_BYTES_SHOWN;
}
