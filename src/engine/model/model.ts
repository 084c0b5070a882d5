/** A trained model, opened from a checkpoint for batch-1 work. */
import type { Backend } from '../backend';
import { ShapeError } from '../backend';
import { compileCell } from '../cell/compileCell';
import { type Checkpoint, readCheckpoint } from '../checkpoint/checkpoint';
import { CheckpointError } from '../checkpoint/checkpointError';
import { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from './parameters';
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

/** @throws CheckpointError if the bytes are not a whole checkpoint of a network that fits its experiment */
export async function openModel(bytes: Uint8Array, backend: Backend): Promise<Model> {
  const { experiment, cellSource, vocabulary: characters, tensors: weights } = readCheckpoint(bytes);
  const vocabulary = new Vocabulary(characters);
  const shape = networkShape(experiment, cellSource, vocabulary.size);
  const stepper = await Stepper.open(shape, backend);
  try {
    stepper.setWeights(weights);
  } catch (error) {
    stepper.dispose();
    if (error instanceof ShapeError) throw new CheckpointError(`This checkpoint does not fit its experiment: ${error.message}.`);
    throw error;
  }
  return { experiment, vocabulary, shape, weights, backend, stepper, dispose: () => stepper.dispose() };
}
