/** One training through the front door, with everything that it said. */
import { openReference } from '../../src/backends/reference/referenceBackend';
import type { Backend } from '../../src/engine/backend';
import { type Checkpoint, readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { type Material, textMaterial } from '../../src/engine/data/material';
import { type StartingPoint, train } from '../../src/engine/experiment';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { TrainingEvent } from '../../src/engine/trainingEvent';

export interface Run {
  readonly events: readonly TrainingEvent[];
  readonly losses: readonly number[];
  readonly validations: readonly number[];
  /** Bytes of the last checkpoint at each update. */
  readonly checkpoints: ReadonlyMap<number, Uint8Array>;
  readonly last: Uint8Array;
  readonly final: Checkpoint;
}

/** So small a learning rate that no weight changes. */
export const STILL = 1e-300;

export async function runOf(
  options: ExperimentOptions,
  material: string | Material,
  from: StartingPoint = {},
  backend: Backend = openReference(),
): Promise<Run> {
  const events: TrainingEvent[] = [];
  const environment = { backend, seconds: () => 0, stop: { aborted: false } };
  const learned = typeof material === 'string' ? textMaterial(material) : material;
  for await (const event of train(parseExperiment(options), learned, environment, from)) events.push(event);
  const checkpoints = new Map(
    events.flatMap((event) => (event.kind === 'checkpoint' && event.which === 'last' ? [[event.update, event.bytes]] : [])),
  );
  const last = [...checkpoints.values()].at(-1);
  if (!last) throw new Error('a run ends with a checkpoint');
  return {
    events,
    losses: events.flatMap((event) => (event.kind === 'update' ? [event.loss] : [])),
    validations: events.flatMap((event) => (event.kind === 'validation' ? [event.loss] : [])),
    checkpoints,
    last,
    final: readCheckpoint(last),
  };
}

/** A repeatable text over the first letters of the alphabet. */
export function textOf(length: number, seed: number, letters = 5): string {
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String.fromCharCode(97 + Math.floor((state / 2 ** 32) * letters));
  }).join('');
}
