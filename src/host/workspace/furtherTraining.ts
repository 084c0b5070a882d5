/** How a run goes on when it is resumed: as it was; after its end, for as long again; after it diverged or learned nothing, more slowly. */
import type { ExperimentOptions } from '../../engine/experimentSchema';
import type { RunSummary } from '../../protocol/engineProtocol';
import { reachedEnd } from '../../protocol/runState';

export interface FurtherTraining {
  readonly changes: ExperimentOptions;
  readonly further: boolean;
}

export function furtherTraining({ experiment, ended, status }: RunSummary): FurtherTraining {
  // The same rate would lead to the same numbers again.
  return {
    changes: ended === 'diverged' || ended === 'unlearned' ? { learningRate: experiment.learningRate / 2 } : {},
    further: reachedEnd(status),
  };
}
