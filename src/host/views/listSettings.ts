/** How the user wants the list of runs arranged: kept for the workspace, and told to menus. */
import * as vscode from 'vscode';
import { type Arranging, GROUPINGS, ORDERS } from './arrangement';

const KEY = 'listOfRuns';

export class ListSettings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #arranging: Arranging;

  constructor(private readonly memento: vscode.Memento) {
    this.#arranging = read(memento.get(KEY));
    this.#tell();
  }

  get arranging(): Arranging {
    return this.#arranging;
  }

  /** @param keep false for what is only tried, as while a filter is typed */
  async change(changes: Partial<Arranging>, keep = true): Promise<void> {
    this.#arranging = { ...this.#arranging, ...changes };
    this.#tell();
    this.#changed.fire();
    if (keep) await this.memento.update(KEY, this.#arranging);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #tell(): void {
    const { grouping, filter } = this.#arranging;
    void vscode.commands.executeCommand('setContext', 'unroll.runsGrouping', grouping);
    void vscode.commands.executeCommand('setContext', 'unroll.runsFiltered', filter.trim() !== '');
  }
}

/** What another version kept may be anything. */
function read(kept: unknown): Arranging {
  const { order, grouping, filter }: { readonly order?: unknown; readonly grouping?: unknown; readonly filter?: unknown } = Object(kept);
  return {
    order: ORDERS.find((one) => one === order) ?? 'newest',
    grouping: GROUPINGS.find((one) => one === grouping) ?? 'none',
    filter: typeof filter === 'string' ? filter : '',
  };
}
