/** The view "Runs": a list, in groups where the user wants them, and one branch for each workspace folder where several have runs. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/engineProtocol';
import type { RunFolders, RunsRoot } from '../workspace/runFolders';
import type { Runs } from '../workspace/runs';
import { arranged, grouped, passingUnreadable } from './arrangement';
import type { ListSettings } from './listSettings';
import { GroupItem, RunItem, UnreadableItem } from './runItem';
import { RunsDragAndDrop } from './runsDragAndDrop';

const REDRAW_MILLISECONDS = 400;

/** Another id than that of the folder itself, which may be a row too where it cannot be read. */
const branchOf = ({ path }: RunsRoot): string => `branch ${path}`;

class RootItem extends vscode.TreeItem {
  constructor(readonly root: RunsRoot) {
    super(root.label, vscode.TreeItemCollapsibleState.Expanded);
    this.id = branchOf(root);
    this.iconPath = vscode.ThemeIcon.Folder;
    this.tooltip = root.path;
    this.contextValue = 'root';
  }
}

export type Item = RootItem | GroupItem | RunItem | UnreadableItem;

/** What hangs below what, by ids: where it is the same as before, only rows are drawn anew. */
type Structure = ReadonlyMap<string, readonly Item[]>;

const TOP = '';

export class RunsProvider implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  readonly #redraw = new vscode.EventEmitter<Item[] | undefined>();
  readonly onDidChangeTreeData = this.#redraw.event;
  /** Rows that VS Code knows keep their item: by id. */
  #items = new Map<string, Item>();
  #structure: Structure = new Map();
  #changed = new Set<Item>();
  #timer: NodeJS.Timeout | undefined;
  readonly #listening: vscode.Disposable;

  constructor(
    private readonly runs: Runs,
    private readonly folders: RunFolders,
    private readonly settings: ListSettings,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#listening = vscode.Disposable.from(
      runs.onDidChange(() => {
        this.#timer ??= setTimeout(() => this.#draw(), REDRAW_MILLISECONDS);
      }),
      settings.onDidChange(() => this.#draw()),
    );
  }

  /** Runs that are in the list. */
  get count(): number {
    return [...this.#items.values()].filter((item) => item instanceof RunItem).length;
  }

  getTreeItem(item: Item): Item {
    return item;
  }

  resolveTreeItem(_: vscode.TreeItem, item: Item): Item {
    if (item instanceof RunItem) item.explain();
    return item;
  }

  async getChildren(item?: Item): Promise<Item[]> {
    if (item) return [...(this.#structure.get(item.id ?? TOP) ?? [])];
    await this.runs.known().catch(this.failed);
    this.#arrange();
    this.#changed.clear();
    return [...(this.#structure.get(TOP) ?? [])];
  }

  /** What an item hangs below: VS Code asks where one is to be shown. */
  getParent(item: Item): Item | undefined {
    const [above] = [...this.#structure].find(([, below]) => below.includes(item)) ?? [];
    return above === undefined ? undefined : this.#items.get(above);
  }

  find(folder: string): Item | undefined {
    return this.#items.get(folder);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(this.#listening, this.#redraw).dispose();
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const before = this.#structure;
    this.#arrange();
    const changed = [...this.#changed];
    this.#changed.clear();
    if (!isSame(before, this.#structure)) this.#redraw.fire(undefined);
    else if (changed.length > 0) this.#redraw.fire(changed);
  }

  #arrange(): void {
    const structure = new Map<string, readonly Item[]>();
    const items = new Map<string, Item>();
    const keep = <One extends Item>(item: One): One => {
      items.set(item.id ?? TOP, item);
      return item;
    };
    const used = this.folders.roots.filter((root) => this.runs.in(root).length + this.runs.unreadableIn(root).length > 0);
    const [only] = used;
    if (used.length === 1 && only) structure.set(TOP, this.#below(only, keep, structure));
    else {
      const roots = used.map((root) => keep(this.#known(branchOf(root), RootItem) ?? new RootItem(root)));
      structure.set(TOP, roots);
      for (const { root } of roots) structure.set(branchOf(root), this.#below(root, keep, structure));
    }
    this.#structure = structure;
    this.#items = items;
  }

  #below(root: RunsRoot, keep: <One extends Item>(item: One) => One, structure: Map<string, readonly Item[]>): readonly Item[] {
    const { arranging } = this.settings;
    const runs = arranged(this.runs.in(root), arranging);
    const rows = (of: readonly RunSummary[]) => of.map((summary) => keep(this.#row(summary)));
    const broken = passingUnreadable(this.runs.unreadableIn(root), arranging).map((run) => {
      const known = this.#known(run.folder, UnreadableItem);
      return keep(
        known?.run.reason === run.reason ? known : new UnreadableItem(run, run.folder === root.path ? 'unreadable root' : 'unreadable'),
      );
    });
    if (arranging.grouping === 'none') return [...rows(runs), ...broken];
    const groups = grouped(runs, arranging).map((group) => {
      const known = this.#known(`${root.path} ${group.key}`, GroupItem);
      const item = keep(known ?? new GroupItem(root.path, group));
      const { description } = item;
      item.update(group);
      if (item.description !== description) this.#changed.add(item);
      structure.set(item.id ?? TOP, rows(group.runs));
      return item;
    });
    return [...groups, ...broken];
  }

  #row(summary: RunSummary): RunItem {
    const known = this.#known(summary.folder, RunItem);
    if (!known) return new RunItem(summary);
    if (known.summary !== summary) {
      known.update(summary);
      this.#changed.add(known);
    }
    return known;
  }

  #known<One extends Item>(id: string, kind: abstract new (...given: never[]) => One): One | undefined {
    const item = this.#items.get(id);
    return item instanceof kind ? item : undefined;
  }
}

function isSame(a: Structure, b: Structure): boolean {
  return (
    a.size === b.size &&
    [...a].every(([id, items]) => {
      const other = b.get(id);
      return other?.length === items.length && items.every((item, index) => item === other[index]);
    })
  );
}

/** What commands are called on from the keyboard, and how the list is told to show something. */
export interface RunsTree extends vscode.Disposable {
  readonly selection: readonly Item[];
}

export function showRunsTree(runs: Runs, folders: RunFolders, settings: ListSettings, log: vscode.LogOutputChannel): RunsTree {
  const provider = new RunsProvider(runs, folders, settings, (error) => {
    view.message = `The runs could not be read: ${error instanceof Error ? error.message : String(error)}`;
    log.error(view.message);
  });
  const view = vscode.window.createTreeView('unroll.runs', {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
    dragAndDropController: new RunsDragAndDrop(log),
  });
  const tell = () => {
    const { length } = runs.training;
    const filter = settings.arranging.filter.trim();
    const { all } = runs;
    view.message = filter === '' ? undefined : filterText(filter, arranged(all, settings.arranging).length, all.length);
    view.badge = length > 0 ? { value: length, tooltip: `${length} training` } : undefined;
  };
  tell();
  const listening = vscode.Disposable.from(runs.onDidChange(tell), settings.onDidChange(tell));
  return {
    get selection() {
      return view.selection;
    },
    dispose: () => vscode.Disposable.from(view, listening, provider).dispose(),
  };
}

const filterText = (filter: string, shown: number, all: number): string =>
  `Filter “${filter}”: ${shown.toLocaleString('en')} of ${all.toLocaleString('en')} runs`;
