/** Which events a panel has not had yet: the history it opens with and the progress that follows may overlap. */
import type { Sampled } from '../../engine/trainingEvent';
import type { MetricEvent } from '../../protocol/engineProtocol';

export class NewEvents {
  readonly #last = new Map<MetricEvent['kind'], number>();
  /** Samples of the last update that has some: several come at one update. */
  #samples = new Set<string>();

  /** Those of `events` that are new; they are known from then on. */
  take(events: readonly MetricEvent[]): readonly MetricEvent[] {
    return events.filter((event) => this.#isNew(event));
  }

  #isNew(event: MetricEvent): boolean {
    // A run that is resumed begins at its checkpoint: what had come after that comes again.
    if (event.kind === 'started') this.#last.clear();
    else if (event.kind !== 'done') {
      const last = this.#last.get(event.kind) ?? -1;
      if (event.kind === 'sample') return this.#isNewSample(event, last);
      if (event.update <= last) return false;
      this.#last.set(event.kind, event.update);
    }
    return true;
  }

  #isNewSample(sample: Sampled, last: number): boolean {
    if (sample.update < last) return false;
    if (sample.update > last) this.#samples = new Set();
    this.#last.set('sample', sample.update);
    const known = this.#samples.size;
    this.#samples.add(JSON.stringify([sample.prompt, sample.text]));
    return this.#samples.size > known;
  }
}
