/** Which events a panel has not had yet: the history it opens with and the progress that follows may overlap. */
import type { MetricEvent } from '../../protocol/engineProtocol';

export class NewEvents {
  readonly #last = new Map<MetricEvent['kind'], number>();

  /** Those of `events` that are new; they are known from then on. */
  take(events: readonly MetricEvent[]): readonly MetricEvent[] {
    return events.filter((event) => this.#isNew(event));
  }

  #isNew(event: MetricEvent): boolean {
    // A run that is resumed begins at its checkpoint: what had come after that comes again.
    if (event.kind === 'started') this.#last.clear();
    else if (event.kind !== 'done') {
      if (event.update <= (this.#last.get(event.kind) ?? -1)) return false;
      this.#last.set(event.kind, event.update);
    }
    return true;
  }
}
