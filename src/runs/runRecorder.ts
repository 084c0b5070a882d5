/** Keeps what training yields in the run's folder; a model that cannot be written there is put where it can. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Checkpointed, MetricEvent } from '../engine/trainingEvent';
import type { RunCurve } from '../protocol/runCurve';
import type { RunEvent, RunState } from '../protocol/runState';
import { StorageError } from '../sources/storageError';
import { forgetKeptAfter, keptFile, thinKept } from './keptCheckpoints';
import { MetricsLog } from './metricsLog';
import { runFiles } from './runFolder';
import { LockLostError, type TrainingLock } from './trainingLock';
import { writeWhole } from './writeWhole';

export class RunRecorder {
  /** A folder that takes what the run's own does not. */
  #elsewhere: string | undefined;

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
    if (event.kind === 'started') await forgetKeptAfter(this.folder, event.update);
    return await this.log.append(event);
  }

  async recordFailure(message: string): Promise<void> {
    await this.log.append({ kind: 'failed', message });
  }

  /** @param most of the way that are kept @throws StorageError, LockLostError that say where the model is, if it could not be written here */
  async keep({ which, bytes, update }: Checkpointed, most = 1): Promise<void> {
    const file = which === 'kept' ? keptFile(this.folder, update) : runFiles(this.folder)[which];
    try {
      await this.log.flush();
      await this.lock.require();
      await writeWhole(file, bytes);
      if (which === 'kept') await thinKept(this.folder, most);
    } catch (error) {
      if (error instanceof LockLostError) throw new LockLostError(`${error.message} ${await this.#rescue(bytes, update, file)}`);
      if (!(error instanceof StorageError)) throw error;
      throw new StorageError(`${error.message} ${await this.#rescue(bytes, update, file)}`, error.path, error.code);
    }
  }

  async #rescue(bytes: Uint8Array, update: number, file: string): Promise<string> {
    try {
      this.#elsewhere ??= await mkdtemp(path.join(tmpdir(), 'unroll-'));
      const elsewhere = path.join(this.#elsewhere, path.basename(file));
      await writeWhole(elsewhere, bytes);
      return `The model as of update ${update} is in ${elsewhere} instead: copy it to ${file} to go on from it.`;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return `Nor could it be written elsewhere (${error.message}), so what was learned since the checkpoint before is lost.`;
    }
  }
}
