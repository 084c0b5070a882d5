// What the host has told about the run, as signals: the panel draws these and nothing else.
import { batch, computed, signal } from '@preact/signals';
import type { Done, MetricEvent, Sampled, Started, Updated, Validated } from '../../../src/engine/trainingEvent';
import type { RunHistory, RunSummary } from '../../../src/protocol/engineProtocol';
import { taskWords } from './taskWords';

/** More points than any screen has columns, many times over. */
const MOST_UPDATES = 12_000;

export type HeldOut = Pick<Validated, 'loss' | 'accuracy'> & Partial<Pick<Validated, 'update'>>;

export class RunModel {
  readonly summary = signal<RunSummary>();
  readonly started = signal<Started>();
  readonly done = signal<Done>();
  readonly updates = signal<readonly Updated[]>([]);
  readonly validations = signal<readonly Validated[]>([]);
  readonly samples = signal<readonly Sampled[]>([]);

  readonly last = computed(() => this.updates.value.at(-1));
  readonly lastValidation = computed(() => this.validations.value.at(-1));
  /** What the model that answers does on what was held out: the best validation, or the last one where none is known to be best. */
  readonly best = computed<HeldOut | undefined>(() => {
    const found = this.validations.value.findLast(({ best }) => best) ?? this.lastValidation.value;
    const loss = this.summary.value?.validation;
    return found ?? (loss === undefined ? undefined : { loss });
  });
  readonly training = computed(() => this.summary.value?.state === 'training');
  readonly lastConfusion = computed(() => this.validations.value.findLast(({ confusion }) => confusion !== undefined)?.confusion);
  readonly words = computed(() => taskWords(this.summary.value?.experiment));
  readonly diverged = computed(() => this.done.value?.reason === 'diverged');

  openHistory(history: RunHistory): void {
    batch(() => {
      this.summary.value = history.summary;
      this.started.value = this.done.value = undefined;
      this.updates.value = this.validations.value = this.samples.value = [];
      this.addEvents(history.events);
    });
  }

  addEvents(events: readonly MetricEvent[]): void {
    const { updates, validations, samples } = this;
    batch(() => {
      for (const event of events) if (event.kind === 'started') this.#begin(event);
      const more = <Kind extends MetricEvent['kind']>(kind: Kind) =>
        events.filter((event): event is Extract<MetricEvent, { kind: Kind }> => event.kind === kind);
      const [update, validation, sample, end] = [more('update'), more('validation'), more('sample'), more('done').at(-1)];
      if (update.length) updates.value = thin([...updates.peek(), ...update]);
      if (validation.length) validations.value = [...validations.peek(), ...validation];
      if (sample.length) samples.value = [...samples.peek(), ...sample];
      if (end) this.done.value = end;
    });
  }

  /** A run that is resumed goes on from its checkpoint: what came after that moment was not kept. */
  #begin(event: Started): void {
    const { updates, validations, samples } = this;
    const before = <T extends { readonly update: number }>(list: readonly T[]) => list.filter(({ update }) => update <= event.update);
    this.started.value = event;
    this.done.value = undefined;
    updates.value = before(updates.peek());
    validations.value = before(validations.peek());
    samples.value = before(samples.peek());
  }
}

function thin(list: readonly Updated[]): readonly Updated[] {
  return list.length <= MOST_UPDATES ? list : list.filter((update, at) => at % 2 === 0 || update.clipped || at === list.length - 1);
}
