/**
 * Traces that are open: a few, for a while, and only as long as the model that they were opened from answers for its run.
 * With a new checkpoint there is another model; then, as when a trace was put away, whoever asks is told to open it anew.
 */
import { randomUUID } from 'node:crypto';
import type { Model, OpenTrace } from '../engine/abilities';
import type { OpenedTrace } from '../protocol/queries';

/** Each keeps some 200 MB at most. */
const MOST_OPEN = 4;
/** A trace that nobody looked at for so long is put away. */
const IDLE = 10 * 60_000; // milliseconds

/** The handle is no longer good: the text is to be opened anew. */
export class TraceExpiredError extends Error {
  override readonly name = 'TraceExpiredError';
  constructor() {
    super('What was read of this text has been put away. Inspect it again.');
  }
}

interface Held {
  readonly model: Model;
  readonly trace: OpenTrace;
  used: number;
}

export class TraceShelf {
  /** Least recently used first. */
  readonly #held = new Map<string, Held>();
  #tidying: NodeJS.Timeout | undefined;

  constructor(private readonly idle = IDLE) {}

  add(model: Model, trace: OpenTrace): OpenedTrace {
    const id = randomUUID();
    this.#held.set(id, { model, trace, used: Date.now() });
    for (const [oldest] of this.#held) {
      if (this.#held.size <= MOST_OPEN) break;
      this.#held.delete(oldest);
    }
    this.#tidyLater();
    return { trace: id, shape: trace.shape };
  }

  /** @param model that answers for the run now @throws TraceExpiredError */
  of(model: Model, id: string): OpenTrace {
    const held = this.#held.get(id);
    this.#held.delete(id);
    if (held?.model !== model) throw new TraceExpiredError();
    this.#held.set(id, held);
    held.used = Date.now();
    return held.trace;
  }

  /** @returns whether it was open */
  close(id: string): boolean {
    return this.#held.delete(id);
  }

  clear(): void {
    clearTimeout(this.#tidying);
    this.#held.clear();
  }

  #tidyLater(): void {
    clearTimeout(this.#tidying);
    this.#tidying = undefined;
    if (this.#held.size === 0) return;
    this.#tidying = setTimeout(() => {
      for (const [id, { used }] of this.#held) if (Date.now() - used >= this.idle) this.#held.delete(id);
      this.#tidyLater();
    }, this.idle);
    this.#tidying.unref();
  }
}
