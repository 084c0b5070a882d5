/** The runs that the host knows: those found on disk, brought up to date by what the engine says while it trains. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Started, Updated } from '../../engine/trainingEvent';
import type { MetricEvent, RunSummary, UnreadableRun } from '../../protocol/engineProtocol';
import type { EngineProcess, RunProgress } from '../engineProcess';
import type { RunFolders, RunsRoot } from './runFolders';

/** What is known of a run only while it trains. */
export interface Live {
  readonly started?: Started;
  readonly latest?: Updated;
}

export class Runs implements vscode.Disposable {
  readonly #found = new Map<string, RunSummary>();
  #unreadable: readonly UnreadableRun[] = [];
  readonly #live = new Map<string, Live>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #progressed = new vscode.EventEmitter<RunProgress>();
  readonly #subscriptions: vscode.Disposable[] = [];
  #reading: Promise<void> = Promise.resolve();
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

  /** The latest first. */
  get all(): readonly RunSummary[] {
    return [...this.#found.values()].sort((a, b) => b.modified - a.modified);
  }

  find(folder: string): RunSummary | undefined {
    return this.#found.get(folder);
  }

  live(folder: string): Live | undefined {
    return this.#live.get(folder);
  }

  /** The runs that are training now. */
  get training(): readonly RunSummary[] {
    return this.all.filter(({ state }) => state === 'training');
  }

  in(root: RunsRoot): readonly RunSummary[] {
    return this.all.filter(({ folder }) => path.dirname(folder) === root.path);
  }

  unreadableIn(root: RunsRoot): readonly UnreadableRun[] {
    return this.#unreadable.filter(({ folder }) => path.dirname(folder) === root.path);
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
    if (summary.state !== 'training') this.#live.delete(summary.folder);
    this.#changed.fire();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed, this.#progressed).dispose();
  }

  async #read(): Promise<void> {
    const roots = this.folders.existing;
    const listings = await Promise.all(roots.map((root) => this.engine.api.runs(root.path)));
    this.#found.clear();
    for (const summary of listings.flatMap(({ runs }) => runs)) this.#found.set(summary.folder, summary);
    this.#unreadable = listings.flatMap(({ unreadable }) => unreadable);
    for (const folder of this.#live.keys()) if (this.#found.get(folder)?.state !== 'training') this.#live.delete(folder);
    this.#changed.fire();
  }

  #progress(progress: RunProgress): void {
    const { folder, events } = progress;
    let live = this.#live.get(folder) ?? {};
    for (const event of events) live = follow(live, event);
    this.#live.set(folder, live);
    const summary = this.#found.get(folder);
    if (summary) this.#found.set(folder, events.reduce(advance, summary));
    else this.refresh().catch((error: unknown) => this.failed(error));
    this.#progressed.fire(progress);
    this.#changed.fire();
  }
}

function follow(live: Live, event: MetricEvent): Live {
  if (event.kind === 'started') return { ...live, started: event };
  return event.kind === 'update' ? { ...live, latest: event } : live;
}

function advance(summary: RunSummary, event: MetricEvent): RunSummary {
  switch (event.kind) {
    case 'started':
      return { ...summary, state: 'training' };
    case 'update':
      return { ...summary, state: 'training', update: event.update, loss: event.loss };
    case 'validation':
      return { ...summary, validation: event.loss };
    default:
      return summary;
  }
}
