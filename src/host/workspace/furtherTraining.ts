/** How a run goes on when it is resumed: as it was; after its end, for as much again; after it diverged, more slowly. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { RunHistory } from '../../protocol/engineProtocol';

export function furtherTraining({ summary, events }: RunHistory): ExperimentOptions {
  const { updates, epochs, minutes, learningRate } = summary.experiment;
  const done = events.findLast((event) => event.kind === 'done' || event.kind === 'started');
  if (done?.kind !== 'done') return {};
  // The same rate would lead to the same numbers again.
  if (done.reason === 'diverged') return { learningRate: learningRate / 2 };
  if (summary.state !== 'done') return {};
  return {
    ...(updates === undefined ? {} : { updates: done.update + updates }),
    ...(epochs === undefined ? {} : { epochs: done.epoch + epochs }),
    ...(minutes === undefined ? {} : { minutes: done.elapsed / 60 + minutes }),
  };
}
