/** Training events made up for tests. */
import type { Done, MetricEvent, Sampled, Started, Updated, Validated } from '../../src/engine/trainingEvent';
import type { LoggedEvent } from '../../src/protocol/runState';

export const started = (update = 0): Started => ({
  kind: 'started',
  device: { backend: 'reference', device: 'reference', label: 'CPU · 64-bit reference', precision: 'float64' },
  parameters: 10,
  vocabulary: ['a', '\u2028', '😀'],
  trainCharacters: 100,
  validationCharacters: 5,
  batch: 1,
  window: 4,
  updatesPerEpoch: 25,
  update,
  notes: ['A line\nbreak.'],
});
export const updated = (update: number, loss = 1 / update): Updated => ({
  kind: 'update',
  update,
  epoch: update / 25,
  loss,
  gradNorm: 1,
  clipped: false,
  learningRate: 0.002,
  charsPerSecond: 1000,
  elapsed: update / 100,
});
export const validated = (update: number, loss = 2): Validated => ({ kind: 'validation', update, loss, best: true });
export const sampled = (update: number): Sampled => ({ kind: 'sample', update, prompt: 'a', text: `text at ${update}` });
export const done = (update: number, reason: Done['reason'] = 'updates'): Done => ({
  kind: 'done',
  reason,
  update,
  epoch: 1,
  loss: 1,
  elapsed: 1,
  message: `Ended at ${update}.`,
});

/** Numbered as they are kept. */
export const numbered = <Event extends LoggedEvent | MetricEvent>(
  events: readonly Event[],
  first = 1,
): (Event & { readonly seq: number })[] => events.map((event, at) => ({ ...event, seq: first + at }));

/** A run of so many updates with a look at every tenth. */
export function events(updates: number): MetricEvent[] {
  const told: MetricEvent[] = [started()];
  for (let update = 1; update <= updates; update++) {
    told.push(updated(update));
    if (update % 10 === 0) told.push(validated(update), sampled(update));
  }
  return told;
}
