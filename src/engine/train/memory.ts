/** Refuses a network that no device here could train, before anything is made for it. */
import { type Experiment, ExperimentError } from '../experimentSchema';
import { countParameters, type NetworkShape, parameterSlots } from '../model/parameters';
import { makeOptimizer } from './optimizers';

/** What WebAssembly can address, and more than one array may have elsewhere. */
const LIMIT = 4 * 2 ** 30;

/** @throws ExperimentError if the parameters with their gradients and moments, and the window's activations, do not fit */
export function requireMemory(
  shape: NetworkShape,
  experiment: Experiment,
  { batch, window }: { readonly batch: number; readonly window: number },
): void {
  const { cell, hidden, layers } = shape;
  const parameters = countParameters(parameterSlots(shape));
  const { moments } = makeOptimizer(experiment.optimizer, experiment.momentum);
  const matrices = cell.blocks.reduce((sum, block) => sum + block.matrices.length, 0);
  const activations = window * batch * layers * hidden * (cell.activations.length + matrices);
  const bytes = 4 * (parameters * (2 + moments.length) + activations);
  if (bytes <= LIMIT) return;
  const [name, value] =
    parameters > activations ? ['hidden units', hidden] : ['streams (batch) or a shorter window', `${batch} × ${window}`];
  throw new ExperimentError(
    `Training this network needs at least ${(bytes / 2 ** 30).toFixed(1)} GB, and there is room for ${LIMIT / 2 ** 30} GB: it has ${parameters.toLocaleString('en')} parameters. Take fewer ${name} (now ${value}) or layers (now ${layers}).`,
  );
}
