/** The panels that compare runs, brought back after a reload of the window. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { keptSides, type Side } from '../../protocol/compareProtocol';
import { ComparePanel } from './comparePanel';
import type { PanelSurroundings } from './runPanel';

const VIEW_TYPE = 'unroll.compare';

export class ComparePanels implements vscode.Disposable {
  readonly #open = new Map<vscode.WebviewPanel, ComparePanel>();
  readonly #serializer: vscode.Disposable;

  constructor(private readonly around: PanelSurroundings) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (webview: vscode.WebviewPanel, state: unknown) => {
        const sides = await this.#sidesIn(state);
        if (sides.length > 0) this.#adopt(sides, webview);
        else webview.dispose();
      },
    });
  }

  open(sides: readonly Side[]): void {
    const names = [...new Set(sides.map(({ folder }) => this.around.runs.find(folder)?.name ?? path.basename(folder)))];
    const column = vscode.window.tabGroups.activeTabGroup.viewColumn;
    this.#adopt(sides, vscode.window.createWebviewPanel(VIEW_TYPE, `Compare ${names.join(', ')}`, column));
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of this.#open.values()) panel.dispose();
    this.#open.clear();
  }

  /** What the panel kept is believed where there are such runs. */
  async #sidesIn(state: unknown): Promise<readonly Side[]> {
    await this.around.runs.refresh();
    const { compared }: { readonly compared?: { readonly sides?: unknown } } = Object(state);
    const read = keptSides.safeParse(compared?.sides);
    return read.success ? read.data.filter(({ folder }) => this.around.runs.find(folder)) : [];
  }

  #adopt(sides: readonly Side[], webview: vscode.WebviewPanel): void {
    const panel = new ComparePanel(sides, webview, this.around);
    this.#open.set(webview, panel);
    webview.onDidDispose(() => {
      this.#open.delete(webview);
      panel.dispose();
    });
  }
}
