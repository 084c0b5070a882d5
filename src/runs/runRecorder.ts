/** Keeps what training yields in the run's folder; a model that cannot be written there is put where it can. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Checkpointed, TrainingEvent } from '../engine/trainingEvent';
import { StorageError } from '../sources/storageError';
import { MetricsLog } from './metricsLog';
import { runFiles } from './runFolder';
import { LockLostError, type TrainingLock } from './trainingLock';
import { writeWhole } from './writeWhole';

export class RunRecorder {
  readonly #log: MetricsLog;
  /** A folder that takes what the run's own does not. */
  #elsewhere: string | undefined;

  constructor(
    private readonly folder: string,
    private readonly lock: TrainingLock,
  ) {
    this.#log = new MetricsLog(folder, lock);
  }

  /** @throws StorageError, LockLostError that say where the model is, if it could not be written here */
  async record(event: TrainingEvent): Promise<void> {
    if (event.kind === 'checkpoint') await this.#keep(event);
    else await this.#log.append(event);
  }

  async recordFailure(message: string): Promise<void> {
    await this.#log.append({ kind: 'failed', message });
  }

  /** What was recorded is on disk when this resolves. */
  flush(): Promise<void> {
    return this.#log.flush();
  }

  async #keep({ which, bytes, update }: Checkpointed): Promise<void> {
    const file = runFiles(this.folder)[which];
    try {
      await this.#log.flush();
      await this.lock.require();
      await writeWhole(file, bytes);
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
