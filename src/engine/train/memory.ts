/** Refuses a network that no device here could train, before anything is made for it. */

import type { BatchSize } from '../data/batches';
import { type Experiment, ExperimentError } from '../experimentSchema';
import { stepsOf } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { countParameters } from '../model/parameters';
import { makeOptimizer } from './optimizers';

/** What WebAssembly can address, and more than one array may have elsewhere. */
const LIMIT = 4 * 2 ** 30;

interface TrainingMemory {
  readonly bytes: number;
  readonly parameters: number;
  /** Numbers that are kept of the largest batch. */
  readonly activations: number;
  readonly largest: BatchSize;
}

/** The parameters with their gradients and moments, and a window's activations: the least that training needs. */
export function trainingMemory(shape: NetworkShape, experiment: Experiment, sizes: readonly BatchSize[]): TrainingMemory {
  const { cells } = shape;
  const parameters = countParameters(parameterSlots(shape));
  const { moments } = makeOptimizer(experiment.optimizer, experiment.momentum);
  const perUnit = cells.reduce((sum, { activations, blocks }) => {
    return sum + activations.length + blocks.reduce((matrices, block) => matrices + block.matrices.length, 0);
  }, 0);
  const largest = sizes.reduce((a, b) => (activationsIn(shape, perUnit, a) >= activationsIn(shape, perUnit, b) ? a : b));
  const activations = activationsIn(shape, perUnit, largest);
  return { bytes: 4 * (parameters * (2 + moments.length) + activations), parameters, activations, largest };
}

/** @throws ExperimentError where that does not fit */
export function requireMemory(shape: NetworkShape, experiment: Experiment, sizes: readonly BatchSize[]): void {
  const { cells, hidden } = shape;
  const { bytes, parameters, activations, largest } = trainingMemory(shape, experiment, sizes);
  if (bytes <= LIMIT) return;
  const [name, value] =
    parameters > activations ? ['hidden units', hidden] : ['streams (batch) or a shorter window', `${largest.batch} × ${largest.window}`];
  throw new ExperimentError(
    `Training this network needs at least ${(bytes / 2 ** 30).toFixed(1)} GB, and there is room for ${LIMIT / 2 ** 30} GB: it has ${parameters.toLocaleString('en')} parameters. Take fewer ${name} (now ${value}) or layers (now ${cells.length}).`,
  );
}

/** Attention keeps a product for each pair of a source and a target position. */
function activationsIn(shape: NetworkShape, perUnit: number, size: BatchSize): number {
  const { architecture, attention, decoderHidden } = shape;
  const { batch, window, targetWindow = 0 } = size;
  const units = architecture.stacks(shape).reduce((sum, stack) => sum + stepsOf(stack, size) * stack.hidden, 0);
  const pairs = attention === 'none' ? 0 : window * targetWindow * decoderHidden;
  return batch * (units * perUnit + pairs);
}
