/** A trained model, opened from a checkpoint for batch-1 work. */
import type { Backend } from '../backend';
import { CellSyntaxError, compileCell } from '../cell/compileCell';
import { type Checkpoint, readCheckpoint } from '../checkpoint/checkpoint';
import { CheckpointError } from '../checkpoint/checkpointError';
import { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';
import { type NetworkShape, parameterSlots, requireWeights } from './parameters';
import { Stepper } from './stepper';

export interface Model {
  readonly experiment: Experiment;
  readonly vocabulary: Vocabulary;
  readonly shape: NetworkShape;
  readonly weights: Checkpoint['tensors'];
  readonly backend: Backend;
  readonly stepper: Stepper;
  dispose(): void;
}

/** The network that an experiment describes. @throws CellSyntaxError */
export function networkShape(experiment: Experiment, cellSource: string, vocabulary: number): NetworkShape {
  const { hidden, layers, embedding } = experiment;
  return { cell: compileCell(cellSource, `${experiment.cell}.cell`), vocabulary, hidden, layers, embedding };
}

/** The network of a checkpoint. @throws CheckpointError if its cell or its weights are not what its experiment says */
export function savedNetwork({ experiment, cellSource, vocabulary, tensors }: Checkpoint): NetworkShape {
  const shape = savedShape(experiment, cellSource, vocabulary.length);
  requireWeights(parameterSlots(shape), tensors);
  return shape;
}

/** @throws CheckpointError if the bytes are not a whole checkpoint of a network that fits its experiment */
export async function openModel(bytes: Uint8Array, backend: Backend): Promise<Model> {
  const checkpoint = readCheckpoint(bytes);
  const { experiment, tensors: weights } = checkpoint;
  const vocabulary = new Vocabulary(checkpoint.vocabulary);
  const shape = savedNetwork(checkpoint);
  const stepper = await Stepper.open(shape, backend);
  stepper.setWeights(weights);
  return { experiment, vocabulary, shape, weights, backend, stepper, dispose: () => stepper.dispose() };
}

function savedShape(experiment: Experiment, cellSource: string, vocabulary: number): NetworkShape {
  try {
    return networkShape(experiment, cellSource, vocabulary);
  } catch (error) {
    if (error instanceof CellSyntaxError) throw new CheckpointError(`This checkpoint is damaged: its cell has a mistake. ${error.message}`);
    throw error;
  }
}
