/** Trains on the reference backend and collects what was said: what the engine's tests share. */
import { openReference } from '../../src/backends/reference/referenceBackend';
import { type Material, textMaterial } from '../../src/engine/data/material';
import { type StartingPoint, train } from '../../src/engine/experiment';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { Checkpointed, Done, TrainingEvent } from '../../src/engine/trainingEvent';

export const seconds = () => performance.now() / 1000;
export const running = { stop: { aborted: false } };

export async function trainOnce(
  options: ExperimentOptions,
  material: string | Material,
  from: StartingPoint = {},
  onEvent?: (event: TrainingEvent) => void,
) {
  const events: TrainingEvent[] = [];
  for await (const event of train(
    parseExperiment(options),
    typeof material === 'string' ? textMaterial(material) : material,
    { backend: openReference(), seconds, ...running },
    from,
  )) {
    events.push(event);
    onEvent?.(event);
  }
  const of = <K extends TrainingEvent['kind']>(kind: K) =>
    events.filter((event): event is Extract<TrainingEvent, { kind: K }> => event.kind === kind);
  const checkpoints = of('checkpoint');
  return {
    events,
    of,
    losses: of('update').map(({ loss }) => loss),
    last: checkpoints.findLast(({ which }) => which === 'last') as Checkpointed,
    best: checkpoints.findLast(({ which }) => which === 'best'),
    done: events.at(-1) as Done,
  };
}
