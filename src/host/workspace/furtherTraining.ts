/** How a run goes on when it is resumed: as it was; after its end, for as long again; after it diverged, more slowly. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { RunHistory } from '../../protocol/engineProtocol';

export interface FurtherTraining {
  readonly changes: ExperimentOptions;
  readonly further: boolean;
}

export function furtherTraining({ summary, events }: RunHistory): FurtherTraining {
  const { learningRate } = summary.experiment;
  const last = events.findLast(({ kind }) => kind === 'done' || kind === 'started');
  const diverged = last?.kind === 'done' && last.reason === 'diverged';
  // The same rate would lead to the same numbers again.
  return { changes: diverged ? { learningRate: learningRate / 2 } : {}, further: summary.state === 'done' };
}
