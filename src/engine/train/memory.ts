/** Refuses a network that no device here could train, before anything is made for it. */
import { type Experiment, ExperimentError } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';
import { countParameters } from '../model/parameters';
import { parameterSlots } from '../model/parameterSlots';
import { makeOptimizer } from './optimizers';

/** What WebAssembly can address, and more than one array may have elsewhere. */
const LIMIT = 4 * 2 ** 30;

/** @throws ExperimentError if the parameters with their gradients and moments, and the window's activations, do not fit */
export function requireMemory(
  shape: NetworkShape,
  experiment: Experiment,
  { batch, window }: { readonly batch: number; readonly window: number },
): void {
  const { cells, hidden } = shape;
  const parameters = countParameters(parameterSlots(shape));
  const { moments } = makeOptimizer(experiment.optimizer, experiment.momentum);
  const perUnit = cells.reduce((sum, { activations, blocks }) => {
    return sum + activations.length + blocks.reduce((matrices, block) => matrices + block.matrices.length, 0);
  }, 0);
  const activations = window * batch * hidden * perUnit;
  const bytes = 4 * (parameters * (2 + moments.length) + activations);
  if (bytes <= LIMIT) return;
  const [name, value] =
    parameters > activations ? ['hidden units', hidden] : ['streams (batch) or a shorter window', `${batch} × ${window}`];
  throw new ExperimentError(
    `Training this network needs at least ${(bytes / 2 ** 30).toFixed(1)} GB, and there is room for ${LIMIT / 2 ** 30} GB: it has ${parameters.toLocaleString('en')} parameters. Take fewer ${name} (now ${value}) or layers (now ${cells.length}).`,
  );
}
