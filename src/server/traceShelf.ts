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
  /** The text, and how it was read. */
  readonly what: string;
  readonly trace: OpenTrace;
  used: number;
  /** Nobody holds it any more. It is the first to go; until then whoever opens the same text, as a panel that comes back does, has it at once. */
  released: boolean;
}

export class TraceShelf {
  /** Released ones first, then the least recently used. */
  #held = new Map<string, Held>();
  #tidying: NodeJS.Timeout | undefined;

  constructor(private readonly idle = IDLE) {}

  /** @param what the text and how it is read: the same is not read twice */
  async open(model: Model, what: unknown, read: () => Promise<OpenTrace>): Promise<OpenedTrace> {
    const key = JSON.stringify(what);
    const [known, before] = [...this.#held].find(([, held]) => held.model === model && held.what === key) ?? [];
    const trace = before?.trace ?? (await read());
    if (known !== undefined && before?.released) this.#held.delete(known);
    const id = randomUUID();
    this.#held.set(id, { model, what: key, trace, used: Date.now(), released: false });
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
    if (held?.model !== model) this.#held.delete(id);
    if (held?.model !== model || held.released) throw new TraceExpiredError();
    this.#held.delete(id);
    this.#held.set(id, held);
    held.used = Date.now();
    return held.trace;
  }

  /** @returns whether it was open */
  close(id: string): boolean {
    const held = this.#held.get(id);
    if (!held || held.released) return false;
    held.released = true;
    this.#held.delete(id);
    this.#held = new Map([[id, held], ...this.#held]);
    return true;
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
