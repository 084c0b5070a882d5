// A file of weights: its line to the host, what its header says, its tensors and what is known of their numbers. Made once by the page's root.
import { batch, computed, signal } from '@preact/signals';
import type { BirpcReturn } from 'birpc';
import * as z from 'zod/mini';
import type { TensorStatistics } from '../../../src/engine/inspect/weights/tensorStatistics';
import type { Asker, AskOptions } from '../../../src/protocol/asking';
import type {
  Actions,
  CheckpointAction,
  CheckpointApi,
  CheckpointHostApi,
  CheckpointStart,
} from '../../../src/protocol/checkpointProtocol';
import type { Answer, Arguments, Kind } from '../../../src/protocol/queries';
import type { ListedTensor, OpenedWeights } from '../../../src/protocol/weightsQueries';
import { messageOf } from '../../components/figures';
import { handedDown } from '../../components/handedDown';
import type { Kept } from '../../components/keptState';
import { PanelStore } from '../../components/panelStore';
import { Work } from '../../components/question';
import { RunModel } from '../../components/runModel';
import type { VsCodePage } from '../../components/vscodePage';
import { COLUMNS, rowsOf } from './tensorRows';

/** How the user likes to look at the table, and which tensor is looked at, by its name. */
const KEPT = {
  filter: z.catch(z.string(), ''),
  sort: z.catch(z.optional(z.enum(COLUMNS)), undefined),
  descending: z.catch(z.boolean(), false),
  /** Modules that are open where they would be closed, or the other way round. */
  toggled: z.catch(z.array(z.string()), []),
  chosen: z.catch(z.optional(z.string()), undefined),
};

/** Of a file that has no more, all numbers are read without being asked for. In bytes. */
const READ_UNASKED = 256 * 1024 * 1024;
/** Tensors that one question is about. */
const BATCH = 64;
/** Where the file changes again and again while it is read, so many tries. */
const MOST_TRIES = 5;

export class Weights extends PanelStore {
  readonly host: BirpcReturn<CheckpointHostApi, CheckpointApi>;
  readonly view: Kept<Readonly<z.infer<z.ZodMiniObject<typeof KEPT>>>>;
  readonly start = signal<CheckpointStart>();
  readonly actions = signal<Actions>();
  readonly opened = signal<OpenedWeights>();
  /** Why the file cannot be shown. */
  readonly broken = signal<string>();
  readonly tensors = signal<readonly ListedTensor[]>([]);
  /** By the number of the tensor. More come by and by: then it is another object, with the same map in it. */
  readonly statistics = signal<{ readonly of: ReadonlyMap<number, TensorStatistics> }>({ of: new Map() });
  /** The run in whose folder it lies. */
  readonly run = signal<RunModel>();
  /** Reading numbers of all tensors. */
  readonly reading = new Work();
  readonly #asker: Asker;
  #known = new Map<number, TensorStatistics>();
  #inSight: readonly number[] = [];
  #busy = false;
  #tries = 0;

  readonly rows = computed(() => rowsOf(this.tensors.value, () => this.statistics.value.of, this.view.value));
  /** The tensor that is looked at, by its number: at first the first matrix. */
  readonly chosen = computed(() => {
    const { chosen } = this.view.value;
    const named = chosen === undefined ? -1 : this.tensors.value.findIndex(({ name }) => name === chosen);
    const first = this.tensors.value.findIndex(({ shape }) => shape.length === 2);
    return named >= 0 ? named : Math.max(0, first);
  });
  readonly bytes = computed(() => this.tensors.value.reduce((sum, { bytes, readable }) => sum + (readable ? bytes : 0), 0));
  readonly unread = computed(
    () => this.tensors.value.reduce((sum, { readable }) => sum + (readable ? 1 : 0), 0) - this.statistics.value.of.size,
  );

  constructor(page: VsCodePage) {
    super(page);
    this.view = this.kept.keep('table', KEPT);
    const { host, asker } = page.connect<CheckpointHostApi, CheckpointApi>({
      changed: (start) => {
        this.#tries = 0;
        this.#begin(start);
        void this.read();
      },
      offered: (actions) => {
        this.actions.value = actions;
      },
    });
    this.host = host;
    this.#asker = asker;
  }

  readonly open = async (): Promise<void> => {
    try {
      this.#begin(await this.host.ready());
    } catch (error) {
      this.broken.value = messageOf(error);
      return;
    }
    await this.read();
  };

  /** Reads the header, and what was looked at of the file as it is now. */
  readonly read = async (): Promise<void> => {
    try {
      const opened = await this.#ask('openWeights', {});
      const tensors = await this.#ask('weightsTensors', { weights: opened.weights });
      this.reading.cancel();
      batch(() => {
        this.broken.value = undefined;
        this.opened.value = opened;
        this.tensors.value = tensors;
        this.#known = new Map();
        this.statistics.value = { of: this.#known };
      });
      if (this.bytes.peek() <= READ_UNASKED) void this.readAll();
      else void this.#readInSight();
    } catch (error) {
      if (this.#hasChanged(error)) return await this.read();
      this.broken.value = messageOf(error);
    }
  };

  /** Asks about the file as it was opened; where it has changed since, all is read anew, and the answer is not wanted any more. */
  async ask<K extends Kind>(kind: K, given: Omit<Arguments<K>, 'weights'>, options: AskOptions<Answer<K>> = {}): Promise<Answer<K>> {
    try {
      return await this.#ask(kind, { weights: this.opened.peek()?.weights ?? '', ...given } as Arguments<K>, options);
    } catch (error) {
      if (this.#hasChanged(error)) void this.read();
      throw error;
    }
  }

  /** Reads the numbers of all tensors of which nothing is known yet. */
  readonly readAll = (): Promise<void> =>
    this.reading.ask(
      async ({ signal: ended, onProgress }) => {
        const wanted = this.#unknown(this.tensors.peek().keys());
        await this.#readStatistics(wanted, { signal: ended, onProgress });
      },
      () => undefined,
    );

  /** Rows that are in sight: of their tensors something shall be known. */
  show(tensors: readonly number[]): void {
    this.#inSight = tensors;
    void this.#readInSight();
  }

  choose(tensor: number): void {
    const { name } = this.tensors.peek()[tensor] ?? {};
    if (name !== undefined) this.view.change({ chosen: name });
  }

  readonly act = (action: CheckpointAction): Promise<void> => this.attempt(() => this.host.act(action));
  readonly reopen = (how: 'text' | 'other'): Promise<void> => this.attempt(() => this.host.reopen(how));

  #begin(start: CheckpointStart): void {
    batch(() => {
      this.start.value = start;
      this.actions.value = start.actions;
      if (start.history) {
        const run = new RunModel();
        run.openHistory(start.history);
        this.run.value = run;
      } else this.run.value = undefined;
    });
  }

  #ask<K extends Kind>(kind: K, given: Arguments<K>, options: AskOptions<Answer<K>> = {}): Promise<Answer<K>> {
    return this.#asker.ask(undefined, kind, given, options);
  }

  /** Whether it is worth another try. */
  #hasChanged(error: unknown): boolean {
    return error instanceof Error && error.name === 'WeightsChangedError' && ++this.#tries <= MOST_TRIES;
  }

  async #readInSight(): Promise<void> {
    if (this.#busy || this.reading.busy.peek()) return;
    this.#busy = true;
    const weights = this.opened.peek()?.weights;
    try {
      for (
        let wanted = this.#unknown(this.#inSight);
        wanted.length > 0 && weights === this.opened.peek()?.weights;
        wanted = this.#unknown(this.#inSight)
      )
        await this.#readStatistics(wanted.slice(0, BATCH));
    } catch (error) {
      this.reading.refusal.value = messageOf(error);
    } finally {
      this.#busy = false;
    }
  }

  #unknown(tensors: Iterable<number>): number[] {
    const [known, all] = [this.#known, this.tensors.peek()];
    return [...tensors].filter((tensor) => all[tensor]?.readable && !known.has(tensor));
  }

  async #readStatistics(
    tensors: readonly number[],
    options: Pick<AskOptions<Answer<'tensorStatistics'>>, 'signal' | 'onProgress'> = {},
  ): Promise<void> {
    const weights = this.opened.peek()?.weights;
    const take = (block: Answer<'tensorStatistics'>) => {
      if (this.opened.peek()?.weights !== weights) return;
      for (const one of block) this.#known.set(one.tensor, one);
      this.statistics.value = { of: this.#known };
    };
    take(await this.ask('tensorStatistics', { tensors }, { ...options, onBlock: take })); // the last block is the answer
  }
}

/** The file that a component is in. */
export const [withWeights, useWeights] = handedDown<Weights>('file of weights');
