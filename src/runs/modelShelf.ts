/** Trained models opened for batch-1 work, the last few kept open. One model does one thing at a time: it carries a state. */
import { stat } from 'node:fs/promises';
import { openForReading } from '../backends/open';
import { openDevice } from '../backends/platform/node/nodePlatform';
import { type Model, openModel } from '../engine/abilities';
import { type Backend, BackendLostError } from '../engine/backend';
import { CancelledError } from '../engine/interruption';
import type { CheckpointName } from '../protocol/engineProtocol';
import { namingFile } from '../sources/namingFile';
import { onDisk } from '../sources/storageError';
import { readCheckpointFile } from './checkpointFile';
import { checkpointOf } from './checkpointOf';

/** As many as can be compared. */
const MOST_OPEN = 4;

interface OpenModel {
  readonly file: string;
  readonly version: string;
  readonly model: Promise<Model>;
  /** The end of the queue of those who use it. */
  turn: Promise<unknown>;
}

export interface Use {
  /** Which of the run's checkpoints; by default the best, where there is one. */
  readonly which?: CheckpointName;
  /** Who waits in the queue leaves it when this aborts; whom the model serves already has to look for himself. */
  readonly signal?: AbortSignal;
}

export class ModelShelf {
  /** Least recently used first. */
  #open: OpenModel[] = [];
  #backend: Promise<Backend> | undefined;

  constructor(private readonly openBackend: () => Promise<Backend> = () => openForReading(openDevice)) {}

  /**
   * Uses the model of a run (or of the checkpoint file that is given) when its turn comes.
   * @throws RunFolderError, CheckpointError, StorageError, CancelledError; BackendLostError, after which the next user has the model opened anew
   */
  async use<Result>(run: string, action: (model: Model) => Promise<Result>, { which, signal }: Use = {}): Promise<Result> {
    const file = await checkpointOf(run, which);
    const { mtimeMs, size, ino } = await onDisk('read', file, () => stat(file));
    // From here to the queue without a pause, lest somebody else close the model in between.
    const open = this.#take(file, `${mtimeMs} ${size} ${ino}`);
    const result = open.turn.then(async () => {
      if (signal?.aborted) throw new CancelledError();
      return await action(await open.model);
    });
    open.turn = result.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await result;
    } catch (error) {
      if (error instanceof BackendLostError && this.#open.includes(open)) {
        this.#open = this.#open.filter((other) => other !== open);
        void close(open);
      }
      throw error;
    }
  }

  /** Closes each model when its users are through. */
  async dispose(): Promise<void> {
    const open = this.#open;
    this.#open = [];
    await Promise.all(open.map(close));
    (await this.#backend)?.dispose();
  }

  #take(file: string, version: string): OpenModel {
    const found = this.#open.find((open) => open.file === file && open.version === version) ?? this.#openModel(file, version);
    const rest = this.#open.filter((open) => open !== found);
    const kept = rest.filter((open) => open.file !== file).slice(-(MOST_OPEN - 1));
    for (const open of rest) if (!kept.includes(open)) void close(open);
    this.#open = [...kept, found];
    return found;
  }

  #openModel(file: string, version: string): OpenModel {
    const model = readModel(file, this.#openBackend());
    model.catch(() => (this.#open = this.#open.filter((open) => open.model !== model)));
    return { file, version, model, turn: Promise.resolve() };
  }

  /** A device that could not be opened may be there the next time. */
  #openBackend(): Promise<Backend> {
    if (this.#backend) return this.#backend;
    const opening = this.openBackend();
    this.#backend = opening;
    opening.catch(() => (this.#backend = undefined));
    return opening;
  }
}

async function readModel(file: string, backend: Promise<Backend>): Promise<Model> {
  const bytes = await readCheckpointFile(file);
  return await namingFile(file, async () => openModel(bytes, await backend));
}

async function close(open: OpenModel): Promise<void> {
  await open.turn;
  const opened = await open.model.catch(() => undefined);
  opened?.dispose();
}
