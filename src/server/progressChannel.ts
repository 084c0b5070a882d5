/** Metrics on their way to a host: one batch at a time, the next only when this one is acknowledged. */
import { setTimeout } from 'node:timers/promises';
import type { MetricEvent } from '../protocol/engineProtocol';
import { thinUpdates } from '../runs/thinUpdates';

/** Nobody sees more than so many batches a second. */
const PAUSE = 50; // milliseconds
/** What waits for a slow host is thinned to so many updates. */
const MOST_WAITING = 2_000;

export class ProgressChannel {
  #waiting: MetricEvent[] = [];
  #sending: Promise<void> | undefined;

  constructor(
    private readonly send: (events: readonly MetricEvent[]) => Promise<void>,
    private readonly report: (problem: unknown) => void,
  ) {}

  push(event: MetricEvent): void {
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
