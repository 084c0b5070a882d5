/** Metrics on their way to a host: one batch at a time, the next only when this one is acknowledged. */
import { setTimeout } from 'node:timers/promises';
import type { RunEvent } from '../protocol/runState';

/** Nobody sees more than so many batches a second. */
const PAUSE = 50; // milliseconds
/** What waits for a slow host is thinned to so many updates. */
const MOST_WAITING = 2_000;

export class ProgressChannel {
  #waiting: RunEvent[] = [];
  #sending: Promise<void> | undefined;

  constructor(
    private readonly send: (events: readonly RunEvent[]) => Promise<void>,
    private readonly report: (problem: unknown) => void,
  ) {}

  push(event: RunEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length % (2 * MOST_WAITING) === 0) this.#waiting = thinUpdates(this.#waiting, MOST_WAITING);
    this.#sending ??= this.#drain();
  }

  /** Resolves when everything pushed so far has been acknowledged. */
  async drained(): Promise<void> {
    await this.#sending;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.send(batch);
      } catch (error) {
        this.report(error); // A host that cannot draw is no reason to lose a training run.
      }
      if (batch.at(-1)?.kind !== 'done') await setTimeout(PAUSE);
    }
    this.#sending = undefined;
  }
}

/** At most so many updates among events, evenly, and all other events. Order is kept, and so is the last update. */
export function thinUpdates<Event extends { readonly kind: string }>(events: readonly Event[], most: number): Event[] {
  const updates = events.reduce((sum, event) => sum + (event.kind === 'update' ? 1 : 0), 0);
  const stride = Math.max(1, Math.ceil(updates / most));
  let left = updates;
  return events.filter((event) => event.kind !== 'update' || --left % stride === 0);
}
