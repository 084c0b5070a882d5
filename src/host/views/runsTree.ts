/** The view "Runs": a flat list, or one branch for each workspace folder where several have runs. */
import * as vscode from 'vscode';
import type { RunFolders, RunsRoot } from '../workspace/runFolders';
import type { Runs } from '../workspace/runs';
import { RunItem, UnreadableItem } from './runItem';

const REDRAW_MILLISECONDS = 400;

class RootItem extends vscode.TreeItem {
  constructor(readonly root: RunsRoot) {
    super(root.label, vscode.TreeItemCollapsibleState.Expanded);
    this.id = root.path;
    this.iconPath = vscode.ThemeIcon.Folder;
    this.tooltip = root.path;
    this.contextValue = 'root';
  }
}

type Item = RootItem | RunItem | UnreadableItem;

class RunsProvider implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  readonly #redraw = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#redraw.event;
  #timer: NodeJS.Timeout | undefined;
  readonly #listening: vscode.Disposable;

  constructor(
    private readonly runs: Runs,
    private readonly folders: RunFolders,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#listening = runs.onDidChange(() => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#redraw.fire();
      }, REDRAW_MILLISECONDS);
    });
  }

  getTreeItem(item: Item): Item {
    return item;
  }

  async getChildren(item?: Item): Promise<Item[]> {
    await this.runs.known().catch(this.failed);
    if (item instanceof RootItem) return this.#items(item.root);
    const used = this.folders.roots.filter((root) => this.runs.in(root).length + this.runs.unreadableIn(root).length > 0);
    const [only] = used;
    return used.length === 1 && only ? this.#items(only) : used.map((root) => new RootItem(root));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(this.#listening, this.#redraw).dispose();
  }

  #items(root: RunsRoot): Item[] {
    const runs = this.runs.in(root).map((summary) => new RunItem(summary));
    return [
      ...runs,
      ...this.runs.unreadableIn(root).map((run) => new UnreadableItem(run, run.folder === root.path ? 'unreadable root' : 'unreadable')),
    ];
  }
}

export function showRunsTree(runs: Runs, folders: RunFolders, log: vscode.LogOutputChannel): vscode.Disposable {
  const provider = new RunsProvider(runs, folders, (error) => {
    view.message = `The runs could not be read: ${error instanceof Error ? error.message : String(error)}`;
    log.error(view.message);
  });
  const view = vscode.window.createTreeView('unroll.runs', { treeDataProvider: provider, showCollapseAll: false, canSelectMany: true });
  const badge = runs.onDidChange(() => {
    const { length } = runs.training;
    view.message = undefined;
    view.badge = length > 0 ? { value: length, tooltip: `${length} training` } : undefined;
  });
  return vscode.Disposable.from(view, badge, provider);
}
