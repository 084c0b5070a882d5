/** Keeps what training yields in the run's folder; a model that cannot be written there is put where it can. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Checkpointed, MetricEvent } from '../engine/trainingEvent';
import type { RunCurve } from '../protocol/runCurve';
import type { RunEvent, RunState } from '../protocol/runState';
import { onDisk, StorageError } from '../sources/storageError';
import { cleanUp } from './cleanUp';
import { forgetKeptAfter, keptFile, thinKept } from './keptCheckpoints';
import { MetricsLog } from './metricsLog';
import { runFiles } from './runFolder';
import { LockLostError, type TrainingLock } from './trainingLock';
import { writeWhole } from './writeWhole';

export class RunRecorder {
  /** Checkpoints that could not be written, by their files. */
  readonly #unwritten = new Map<string, Checkpointed>();

  private constructor(
    private readonly folder: string,
    private readonly lock: TrainingLock,
    private readonly log: MetricsLog,
  ) {}

  /** Of a new run, or one that goes on. @throws StorageError */
  static async open(folder: string, lock: TrainingLock): Promise<RunRecorder> {
    return new RunRecorder(folder, lock, await MetricsLog.open(folder, lock));
  }

  /** How the run stands with all that was recorded, and what a chart draws of it. */
  get state(): RunState {
    return this.log.state;
  }

  get curve(): RunCurve {
    return this.log.curve;
  }

  /** @returns the event with its number @throws StorageError, LockLostError */
  async record(event: MetricEvent): Promise<RunEvent> {
    const recorded = await this.log.append(event);
    if (event.kind === 'started') await forgetKeptAfter(this.folder, event.update);
    return recorded;
  }

  async recordFailure(message: string): Promise<void> {
    await this.log.append({ kind: 'failed', message });
  }

  /** What was recorded is on disk when this resolves. @throws StorageError, LockLostError */
  async flush(): Promise<void> {
    await this.log.flush(true);
  }

  /** @param most of the way that are kept @throws StorageError, LockLostError: `rescue` makes up for it */
  async keep(checkpoint: Checkpointed, most = 1): Promise<void> {
    const { which, update } = checkpoint;
    const file = which === 'kept' ? keptFile(this.folder, update) : runFiles(this.folder)[which];
    this.#unwritten.set(file, checkpoint);
    await this.log.flush();
    await this.#write(file, checkpoint);
    if (which === 'kept') await thinKept(this.folder, most);
  }

  /**
   * What could not be written is tried once more, and then put where it can be written.
   * @returns where that is, in a sentence; undefined where nothing is missing in the run's folder
   */
  async rescue(): Promise<string | undefined> {
    if (this.#unwritten.size === 0) return undefined;
    try {
      await this.log.flush();
      for (const [file, checkpoint] of this.#unwritten) await this.#write(file, checkpoint);
      return undefined;
    } catch (error) {
      if (!(error instanceof StorageError || error instanceof LockLostError)) throw error;
      return await this.#rescueElsewhere(error instanceof LockLostError);
    }
  }

  async #write(file: string, checkpoint: Checkpointed): Promise<void> {
    await writeWhole(file, checkpoint.bytes, () => this.lock.require());
    this.#unwritten.delete(file);
  }

  async #rescueElsewhere(lost: boolean): Promise<string> {
    const update = Math.max(...[...this.#unwritten.values()].map((checkpoint) => checkpoint.update));
    let elsewhere: string;
    try {
      elsewhere = await onDisk('written', tmpdir(), () => mkdtemp(path.join(tmpdir(), 'unroll-')));
      await this.#writeAllTo(elsewhere);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return `Nor could it be written elsewhere (${error.message}), so what was learned since the checkpoint before is lost.`;
    }
    const told = `The model as of update ${update} is in ${elsewhere} instead`;
    // What is in the run's folder goes on without us.
    return lost ? `${told}.` : `${told}: copy the files there to ${this.folder} to go on from it.${await this.#linesTo(elsewhere)}`;
  }

  async #writeAllTo(elsewhere: string): Promise<void> {
    try {
      for (const [file, { bytes }] of this.#unwritten) await writeWhole(path.join(elsewhere, path.basename(file)), bytes);
    } catch (error) {
      await cleanUp(elsewhere, () => rm(elsewhere, { recursive: true }));
      throw error;
    }
  }

  /** @returns a sentence, where it fails */
  async #linesTo(elsewhere: string): Promise<string> {
    try {
      if (this.log.hasWaiting) await this.log.writeTo(elsewhere);
      return '';
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return ` Its last updates will be missing in the curve (${error.message}).`;
    }
  }
}
