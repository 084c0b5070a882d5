/** How often a training is looked at: validated, sampled and kept. */
import { workOf } from '../data/batches';
import type { Dataset } from '../data/dataset';
import { workOfValidation } from '../data/heldOut';
import type { Experiment } from '../experimentSchema';

const MOST_LOOKS = 100;

/**
 * Unless the experiment says, so that validating (forward only: a third of an update's work) takes about a twentieth of the time; at most twenty
 * looks at a short run, and a hundred at a long one: a small network makes thousands of updates in the time that samples and files of a look take.
 * @param updates after which the run ends; may be infinite
 */
export function updatesBetweenLooks({ validateEvery }: Experiment, { train, validation }: Dataset, updates: number): number {
  if (validateEvery !== undefined) return validateEvery;
  const batches = validation ? workOfValidation(validation) / (workOf(train) / train.perEpoch) : 0;
  return Math.max(
    1,
    Math.ceil(batches * 7),
    Math.min(50, Math.ceil(updates / 20)),
    Number.isFinite(updates) ? Math.ceil(updates / MOST_LOOKS) : 1,
  );
}
