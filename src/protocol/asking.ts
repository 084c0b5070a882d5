/**
 * The channel of questions, the same between panel and host and between host and engine: an `Asker` at one end and an
 * `Answerer` at the other. Questions have ids; one is cancelled by its id; progress and blocks of a long answer come
 * while it is awaited. What carries the calls between both (birpc) is not known here.
 */
import type { CheckpointName } from './engineProtocol';
import type { Answer, AnyQuestion, Arguments, Kind } from './queries';

export interface AskOptions<Whole> {
  /** Which of the run's checkpoints shall answer; by default the best, where there is one. */
  readonly checkpoint?: CheckpointName;
  /** Aborting it ends the question, here at once and there as soon as may be. */
  readonly signal?: AbortSignal;
  /** @param fraction of the work that is done: 0…1 */
  readonly onProgress?: (fraction: number) => void;
  /**
   * Takes a list's items as they come: they are then missing in what `ask` resolves to. The next block is made only when
   * this one was taken.
   */
  readonly onBlock?: (block: Whole) => void | Promise<void>;
}

/** What the answering end offers. */
export interface AnsweringEnd {
  ask(id: number, question: AnyQuestion): Promise<unknown>;
  cancel(id: number): unknown;
}

/** What the asking end hears meanwhile. */
export interface AskingEnd {
  answerProgress(id: number, fraction: number): unknown;
  /** Resolves when the block was taken. */
  answerBlock(id: number, block: readonly unknown[]): Promise<void>;
}

/** What was asked is no longer wanted. Nobody is told of it as of a failure. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled.');
  }
}

/** Also after the error has crossed a channel. */
export const wasCancelled = (error: unknown): boolean => error instanceof Error && error.name === 'CancelledError';

interface Awaited {
  readonly onProgress: (fraction: number) => void;
  readonly onBlock: (block: readonly unknown[]) => void | Promise<void>;
}

export class Asker {
  readonly #awaited = new Map<number, Awaited>();
  #last = 0;

  /** To be offered to the answering end. */
  readonly hears: AskingEnd = {
    answerProgress: (id, fraction) => this.#awaited.get(id)?.onProgress(fraction),
    answerBlock: async (id, block) => await this.#awaited.get(id)?.onBlock(block),
  };

  /** @param there the answering end, which may be connected later */
  constructor(private readonly there: () => AnsweringEnd) {}

  /** @throws CancelledError when `signal` aborts; else whatever the answering end throws, by name and message */
  async ask<K extends Kind>(
    run: string | undefined,
    kind: K,
    given: Arguments<K>,
    { checkpoint, signal, onProgress = () => undefined, onBlock }: AskOptions<Answer<K>> = {},
  ): Promise<Answer<K>> {
    if (signal?.aborted) throw new CancelledError();
    const id = ++this.#last;
    const blocks: unknown[] = [];
    const collect = (block: readonly unknown[]) => {
      for (const item of block) blocks.push(item);
    };
    this.#awaited.set(id, { onProgress, onBlock: (onBlock as Awaited['onBlock'] | undefined) ?? collect });
    let cancel = () => {};
    const cancelled = new Promise<never>((_, reject) => {
      cancel = () => {
        this.there().cancel(id);
        reject(new CancelledError());
      };
    });
    signal?.addEventListener('abort', cancel);
    try {
      const question = { run, ...(checkpoint !== undefined && { checkpoint }), kind, arguments: given } as AnyQuestion;
      const rest = await Promise.race([this.there().ask(id, question), cancelled]);
      return (blocks.length > 0 ? blocks.concat(rest) : rest) as Answer<K>;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#awaited.delete(id);
    }
  }
}

/** What stands between who answers and who asked. */
export interface Answering<Whole = unknown> {
  readonly signal: AbortSignal;
  /** @param fraction of the work that is done: 0…1 */
  readonly progress: (fraction: number) => void;
  /** Sends some items of a list ahead, which the answer then leaves out. Resolves when they were taken: go on then. */
  readonly block: (block: Whole) => Promise<void>;
}

/** Nobody sees more than so many steps of progress. */
const PAUSE = 50; // milliseconds

export class Answerer implements AnsweringEnd {
  readonly #asked = new Map<number, AbortController>();

  constructor(
    private readonly answer: (question: AnyQuestion, answering: Answering) => Promise<unknown>,
    private readonly there: AskingEnd,
  ) {}

  async ask(id: number, question: AnyQuestion): Promise<unknown> {
    if (this.#asked.has(id)) throw new Error(`Question ${id} was asked already.`);
    const controller = new AbortController();
    this.#asked.set(id, controller);
    let told = 0;
    try {
      return await this.answer(question, {
        signal: controller.signal,
        progress: (fraction) => {
          if (controller.signal.aborted || Date.now() - told < PAUSE) return;
          told = Date.now();
          this.there.answerProgress(id, fraction);
        },
        block: (block) => this.there.answerBlock(id, block as readonly unknown[]),
      });
    } finally {
      if (this.#asked.get(id) === controller) this.#asked.delete(id);
    }
  }

  /** An id that nothing is asked under any more, or never was, is let be. */
  cancel(id: number): void {
    this.#asked.get(id)?.abort();
  }

  /** Nobody waits for any answer any more, and who asks next may count from the beginning. */
  cancelAll(): void {
    for (const controller of this.#asked.values()) controller.abort();
    this.#asked.clear();
  }
}
