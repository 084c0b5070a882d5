/** How a run goes on when it is resumed: as it was; after its end, for as long again; after it diverged, more slowly. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { RunSummary } from '../../protocol/engineProtocol';

export interface FurtherTraining {
  readonly changes: ExperimentOptions;
  readonly further: boolean;
}

export function furtherTraining({ experiment, ended, status }: RunSummary): FurtherTraining {
  // The same rate would lead to the same numbers again.
  return { changes: ended === 'diverged' ? { learningRate: experiment.learningRate / 2 } : {}, further: status === 'done' };
}
