/** The panels that compare runs, brought back after a reload of the window. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { keptRuns, keptSides, type Side } from '../../protocol/compareProtocol';
import type { Passage } from '../editors/passage';
import { ComparePanel } from './comparePanel';
import type { PanelSurroundings } from './runPanel';

const VIEW_TYPE = 'unroll.compare';

/** So many names stand in the title; of more, how many there are. */
const MOST_NAMED = 4;

/** Which runs are compared, and what of them side by side. */
export interface Compared {
  /** Their folders. */
  readonly runs: readonly string[];
  readonly sides: readonly Side[];
  /** What they shall read. */
  readonly passage?: Passage;
  /** What they are together, where that has a name. */
  readonly title?: string;
}

export class ComparePanels implements vscode.Disposable {
  readonly #open = new Map<vscode.WebviewPanel, ComparePanel>();
  readonly #serializer: vscode.Disposable;

  constructor(private readonly around: PanelSurroundings) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (webview: vscode.WebviewPanel, state: unknown) => {
        const compared = await this.#keptIn(state);
        if (compared.runs.length > 0) this.#adopt(compared, webview);
        else webview.dispose();
      },
    });
  }

  open(compared: Compared): ComparePanel {
    const { runs, title } = compared;
    const names = runs.map((folder) => this.around.runs.find(folder)?.name ?? path.basename(folder));
    const named = title ?? (names.length > MOST_NAMED ? `${names.length} runs` : names.join(', '));
    // Beside the text, whose lines it leads to.
    const column = compared.passage ? vscode.ViewColumn.Beside : vscode.window.tabGroups.activeTabGroup.viewColumn;
    return this.#adopt(compared, vscode.window.createWebviewPanel(VIEW_TYPE, `Compare ${named}`, column));
  }

  /** These side by side, and their runs, at work on a passage where one is given. */
  openSides(sides: readonly Side[], passage?: Passage): ComparePanel {
    return this.open({ runs: [...new Set(sides.map(({ folder }) => folder))], sides, ...(passage && { passage }) });
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of this.#open.values()) panel.dispose();
    this.#open.clear();
  }

  /** What the panel kept is believed where there are such runs. */
  async #keptIn(state: unknown): Promise<Compared> {
    await this.around.runs.refresh();
    const { compared }: { readonly compared?: { readonly sides?: unknown; readonly runs?: unknown } } = Object(state);
    const there = (folder: string) => this.around.runs.find(folder) !== undefined;
    const sides = (keptSides.safeParse(compared?.sides).data ?? []).filter(({ folder }) => there(folder));
    const runs = (keptRuns.safeParse(compared?.runs).data ?? []).filter(there);
    return { sides, runs: [...new Set([...runs, ...sides.map(({ folder }) => folder)])] };
  }

  #adopt({ runs, sides, passage }: Compared, webview: vscode.WebviewPanel): ComparePanel {
    const panel = new ComparePanel(runs, sides, webview, this.around, passage);
    this.#open.set(webview, panel);
    webview.onDidDispose(() => {
      this.#open.delete(webview);
      panel.dispose();
    });
    return panel;
  }
}
