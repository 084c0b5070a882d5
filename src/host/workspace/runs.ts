/** The runs that the host knows: those found on disk, brought up to date by what the engine says while it trains. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { DeletedRun, RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import { foldNew } from '../../protocol/runState';
import type { EngineProcess, RunProgress } from '../engineProcess';
import type { RunFolders, RunsRoot } from './runFolders';

export class Runs implements vscode.Disposable {
  readonly #found = new Map<string, RunSummary>();
  #unreadable: readonly UnreadableRun[] = [];
  #deleted: readonly DeletedRun[] = [];
  #sorted: readonly RunSummary[] | undefined;
  /** Folders of which there was news before they were found. */
  readonly #sought = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #progressed = new vscode.EventEmitter<RunProgress>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #reading: Promise<void> = Promise.resolve();
  #known: Promise<void> | undefined;
  /** Some run came, went, or has news. */
  readonly onDidChange = this.#changed.event;
  readonly onDidProgress = this.#progressed.event;

  constructor(
    private readonly engine: EngineProcess,
    private readonly folders: RunFolders,
    private readonly failed: (error: unknown) => void,
  ) {
    this.#subscriptions.push(engine.onDidProgress((progress) => this.#progress(progress)));
  }

  /** The latest begun first: a run keeps its place while others train. */
  get all(): readonly RunSummary[] {
    this.#sorted ??= [...this.#found.values()].sort((a, b) => b.begun - a.begun || a.name.localeCompare(b.name));
    return this.#sorted;
  }

  find(folder: string): RunSummary | undefined {
    return this.#found.get(folder);
  }

  /** The runs that are training now. */
  get training(): readonly RunSummary[] {
    return this.all.filter(({ status }) => status === 'training');
  }

  in(root: RunsRoot): readonly RunSummary[] {
    return this.all.filter(({ folder }) => path.dirname(folder) === root.path);
  }

  /** Where the folder of runs itself cannot be read, that is one of them. */
  unreadableIn(root: RunsRoot): readonly UnreadableRun[] {
    return this.#unreadable.filter(({ folder }) => folder === root.path || path.dirname(folder) === root.path);
  }

  /** In the trash of all folders of runs; the latest first. */
  get deleted(): readonly DeletedRun[] {
    return this.#deleted;
  }

  /** Resolves when the folders of runs were read once; what comes later is watched. */
  known(): Promise<void> {
    this.#known ??= this.refresh().catch((error: unknown) => {
      this.#known = undefined; // the next one tries again
      throw error;
    });
    return this.#known;
  }

  /** Reads the folders of runs anew; a second call while one is under way reads once more after it. */
  refresh(): Promise<void> {
    const read = () => this.#read();
    this.#reading = this.#reading.then(read, read);
    return this.#reading;
  }

  /** Takes in what the engine said of one run when it began or ended. */
  update(summary: RunSummary): void {
    this.#found.set(summary.folder, summary);
    this.#tell();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#progressed).dispose();
  }

  #tell(): void {
    this.#sorted = undefined;
    this.#changed.fire();
  }

  async #read(): Promise<void> {
    const roots = this.folders.existing;
    const listings = await Promise.all(roots.map((root) => this.engine.api.runs(root.path)));
    this.#found.clear();
    for (const summary of listings.flatMap(({ runs }) => runs)) this.#found.set(summary.folder, summary);
    this.#unreadable = listings.flatMap(({ unreadable }) => unreadable);
    this.#deleted = listings.flatMap(({ deleted }) => deleted).sort((a, b) => b.deleted - a.deleted);
    for (const folder of this.#found.keys()) this.#sought.delete(folder);
    this.#tell();
  }

  #progress(progress: RunProgress): void {
    const { folder, events } = progress;
    const known = this.#found.get(folder);
    if (known) this.#found.set(folder, foldNew(known, events));
    // A run that just began, or that goes on from a checkpoint: the engine knows more of it than events tell. Asked once.
    if (events.some(({ kind }) => kind === 'started') || (!known && !this.#sought.has(folder))) {
      this.#sought.add(folder);
      this.refresh().catch((error: unknown) => this.failed(error));
    }
    this.#progressed.fire(progress);
    this.#tell();
  }
}
