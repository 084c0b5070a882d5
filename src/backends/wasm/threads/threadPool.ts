/** Threads for all graphs of a backend: opened for the first, kept, and opened anew where one is lost. */
import type { Platform } from '../../platform/platform';
import { Crew, type SharedGraph } from './crew';

export class ThreadPool {
  private readonly graphs = new Map<number, SharedGraph>();
  private names = 0;
  private crew: Crew | undefined;
  private lost = false;

  /** @param threads with the one that calls */
  constructor(
    readonly threads: number,
    private readonly platform: Platform,
  ) {}

  /** Hands a graph to all threads; resolves, when they have it, to its name. @throws BackendLostError where a thread cannot be had */
  async add(graph: SharedGraph): Promise<number> {
    const name = ++this.names;
    this.graphs.set(name, graph);
    if (this.crew) this.crew.tell(name, graph);
    try {
      await this.complete();
    } catch (error) {
      this.graphs.delete(name);
      throw error;
    }
    return name;
  }

  /** Where a thread was lost: a promise of others. Runs wait for it. */
  recovery(): Promise<void> | undefined {
    return this.lost ? this.complete() : undefined;
  }

  /** Starts a run in the other threads, where there are any: the caller's own share ends when all have ended. */
  start(graph: number): boolean {
    this.crew?.start(graph);
    return this.crew !== undefined;
  }

  remove(graph: number): void {
    if (this.graphs.delete(graph)) this.crew?.tell(graph);
  }

  /** The threads are not to be trusted any more. */
  lose(reason: Error): void {
    if (!this.crew) return;
    this.crew.dismiss(reason);
    this.crew = undefined;
    this.lost = true;
  }

  dispose(): void {
    this.lose(new Error('The device was closed.'));
    this.lost = false;
  }

  /** Resolves when all threads are there and have all graphs. */
  private async complete(): Promise<void> {
    this.crew ??= this.open();
    await this.crew.allHaveTaken();
    this.lost = false;
  }

  private open(): Crew {
    const crew = new Crew(this.platform, this.threads - 1, (reason) => {
      if (this.crew === crew) this.lose(reason);
    });
    for (const [name, graph] of this.graphs) crew.tell(name, graph);
    return crew;
  }
}

/** Whether threads can have one memory: not in a browser's page that is not isolated from others. */
export const canShareMemory = () => typeof SharedArrayBuffer === 'function';

/** As many as are said. Else, as two logical processors of one core do not multiply faster than one: half of many, all of few. */
export function usefulThreads({ processors, threads }: Pick<Platform, 'processors' | 'threads'>): number {
  if (!canShareMemory()) return 1;
  if (threads !== undefined) return threads;
  return processors <= 2 ? processors : Math.min(8, Math.ceil(processors / 2));
}
