// What the host has told about the run, as signals: the panel draws these and nothing else.
import { batch, computed, signal } from '@preact/signals';
import type { Done, MetricEvent, Sampled, Started, Updated, Validated } from '../../../src/engine/trainingEvent';
import type { RunHistory, RunSummary } from '../../../src/protocol/engineProtocol';
import type { PanelTab } from '../../../src/protocol/panelProtocol';
import { taskWords } from './taskWords';

/** More points than any screen has columns, many times over. */
const MOST_UPDATES = 12_000;

export const summary = signal<RunSummary>();
export const tab = signal<PanelTab>('training');
export const started = signal<Started>();
export const done = signal<Done>();
export const updates = signal<readonly Updated[]>([]);
export const validations = signal<readonly Validated[]>([]);
export const samples = signal<readonly Sampled[]>([]);

export const last = computed(() => updates.value.at(-1));
export const lastValidation = computed(() => validations.value.at(-1));
export const training = computed(() => summary.value?.state === 'training');
export const lastConfusion = computed(() => validations.value.findLast(({ confusion }) => confusion !== undefined)?.confusion);
export const words = computed(() => taskWords(summary.value?.experiment));
export const diverged = computed(() => done.value?.reason === 'diverged');

export function openHistory(history: RunHistory): void {
  batch(() => {
    summary.value = history.summary;
    started.value = done.value = undefined;
    updates.value = validations.value = samples.value = [];
    addEvents(history.events);
  });
}

export function addEvents(events: readonly MetricEvent[]): void {
  batch(() => {
    for (const event of events) if (event.kind === 'started') begin(event);
    const more = <Kind extends MetricEvent['kind']>(kind: Kind) =>
      events.filter((event): event is Extract<MetricEvent, { kind: Kind }> => event.kind === kind);
    const [update, validation, sample, end] = [more('update'), more('validation'), more('sample'), more('done').at(-1)];
    if (update.length) updates.value = thin([...updates.peek(), ...update]);
    if (validation.length) validations.value = [...validations.peek(), ...validation];
    if (sample.length) samples.value = [...samples.peek(), ...sample];
    if (end) done.value = end;
  });
}

/** A run that is resumed goes on from its checkpoint: what came after that moment was not kept. */
function begin(event: Started): void {
  const before = <T extends { readonly update: number }>(list: readonly T[]) => list.filter(({ update }) => update <= event.update);
  started.value = event;
  done.value = undefined;
  updates.value = before(updates.peek());
  validations.value = before(validations.peek());
  samples.value = before(samples.peek());
}

function thin(list: readonly Updated[]): readonly Updated[] {
  return list.length <= MOST_UPDATES ? list : list.filter((update, at) => at % 2 === 0 || update.clipped || at === list.length - 1);
}
