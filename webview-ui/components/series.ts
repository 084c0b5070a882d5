// What the curves are drawn from: columns over the updates of the run, with gaps where nothing was measured.
import type { Updated, Validated } from '../../src/engine/trainingEvent';
import type { Columns } from './chart';
import type { RunModel } from './runModel';

/** The update at an index of the columns; the latest without one. */
export const updateAt = ({ updates }: RunModel, index = Number.POSITIVE_INFINITY): Updated | undefined =>
  updates.value[Math.min(index, updates.value.length - 1)];

/** The latest validation that was known then. */
export const heldAt = ({ validations }: RunModel, { update }: Updated): Validated | undefined =>
  validations.value.findLast((validation) => validation.update <= update);

export const numbers = (
  { updates }: RunModel,
  name: 'update' | 'loss' | 'gradNorm' | 'charsPerSecond' | 'learningRate',
): (number | null)[] => updates.value.map(({ [name]: value }) => (value !== null && Number.isFinite(value) ? value : null));

/** update, each update's loss, its running mean, validation, and the best of these. */
export function lossColumns(run: RunModel): Columns {
  const losses = numbers(run, 'loss');
  return [numbers(run, 'update'), losses, runningMean(losses), atValidations(run, 'loss'), atBest(run)];
}

function atBest({ updates, best }: RunModel): (number | null)[] {
  const of = best.value;
  const after = updates.value.findIndex(({ update }) => of && update >= of.update);
  const at = after < 0 ? updates.value.length - 1 : after;
  return updates.value.map((_, index) => (of && index === at && Number.isFinite(of.loss) ? of.loss : null));
}

/** What validations found, at the updates after which they were. */
export function atValidations({ updates, validations }: RunModel, name: 'loss' | 'accuracy'): (number | null)[] {
  const list = updates.value;
  const found: (number | null)[] = list.map(() => null);
  let at = 0;
  for (const { update, [name]: value } of validations.value) {
    while (at < list.length - 1 && (list[at]?.update ?? 0) < update) at++;
    if (list.length > 0) found[at] = value ?? null;
  }
  return found;
}

/**
 * Over neighbours on both sides, so that it does not lag; few of them at first, where the loss falls fast.
 * A gap stays one, and counts for nothing in the means around it.
 */
export function runningMean(values: readonly (number | null)[]): (number | null)[] {
  const [sums, counts] = [[0], [0]];
  for (const value of values) {
    sums.push((sums.at(-1) ?? 0) + (value ?? 0));
    counts.push((counts.at(-1) ?? 0) + (value === null ? 0 : 1));
  }
  const most = Math.min(60, values.length / 60);
  return values.map((value, at) => {
    if (value === null) return null;
    const reach = Math.round(Math.min(at / 8, most));
    const [from, to] = [at - reach, Math.min(values.length, at + reach + 1)];
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / ((counts[to] ?? 0) - (counts[from] ?? 0));
  });
}
