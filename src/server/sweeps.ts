/** Sweeps that the host trains: each run in a process of its own, forked from this one's entry. They are known by their files. */
import path from 'node:path';
import type { RunEvent } from '../protocol/runState';
import type { SweepOutline, SweepRow } from '../protocol/sweepProtocol';
import { RunFolderError } from '../runs/runFolder';
import { Sweep } from '../runs/sweep/sweep';

interface Opened {
  readonly sweep: Sweep;
  readonly stop: AbortController;
  training?: Promise<readonly SweepRow[]>;
}

export class Sweeps {
  readonly #opened = new Map<string, Opened>();
  /** Of those that are looked at. */
  readonly #looking = new Map<string, AbortController>();

  constructor(
    /** This process' own entry. */
    private readonly engine: string,
    private readonly progress: (folder: string, events: readonly RunEvent[]) => void,
  ) {}

  /** @param root the folder of runs @throws as `Sweep.open`; RunFolderError where it is training already */
  async open(file: string, root: string, readable: readonly string[] | 'anything'): Promise<SweepOutline> {
    if (this.#opened.get(file)?.training)
      throw new RunFolderError(`${path.basename(file)} is training already. Stop it first, or wait until it is done.`);
    const stop = new AbortController();
    this.#looking.set(file, stop);
    try {
      const sweep = await Sweep.open(file, { root, engine: this.engine }, { readable }, { stop: stop.signal });
      this.#opened.set(file, { sweep, stop });
      return sweep.outline;
    } finally {
      this.#looking.delete(file);
    }
  }

  /** What was opened, until all runs have ended, or it is stopped. */
  async train(file: string): Promise<readonly SweepRow[]> {
    const opened = this.#opened.get(file);
    if (!opened || opened.training) throw new RunFolderError(`${path.basename(file)} was not opened as a sweep, or is training already.`);
    opened.training = opened.sweep.train({ stop: opened.stop.signal, tell: () => undefined, progress: this.progress });
    try {
      return await opened.training;
    } finally {
      this.#opened.delete(file);
    }
  }

  /** Every run writes a checkpoint; resolves when they have. What is only looked at yet rejects with a CancelledError. */
  async stop(file: string): Promise<void> {
    this.#looking.get(file)?.abort();
    const opened = this.#opened.get(file);
    opened?.stop.abort();
    await opened?.training?.then(
      () => undefined,
      () => undefined,
    );
  }

  /** One run of whichever sweep trains it. @returns whether one does */
  async stopRun(folder: string): Promise<boolean> {
    for (const { sweep } of this.#opened.values()) if (await sweep.stopRun(folder)) return true;
    return false;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#looking.keys(), ...this.#opened.keys()].map((file) => this.stop(file)));
  }
}
