/** A trained model, opened from a checkpoint. */
import type { Backend } from '../backend';
import { CellSyntaxError } from '../cell/compileCell';
import { type Checkpoint, type Described, readCheckpoint } from '../checkpoint/checkpoint';
import { CheckpointError } from '../checkpoint/checkpointError';
import { Vocabulary } from '../data/vocabulary';
import { type Experiment, ExperimentError } from '../experimentSchema';
import { Stepper } from '../infer/stepper';
import { type NetworkShape, networkOf } from './networkShape';
import { parameterSlots } from './parameterSlots';
import { requireWeights } from './parameters';

export interface Model {
  readonly experiment: Experiment;
  readonly shape: NetworkShape;
  /** What it reads; for translate, of the source. */
  readonly vocabulary: Vocabulary;
  /** What its head tells apart, without the boundary symbol: characters, tags or labels. */
  readonly targets: readonly string[];
  /** For generate-from-label: what it can be asked for. */
  readonly labels: readonly string[];
  readonly weights: Checkpoint['tensors'];
  readonly backend: Backend;
  /** Where it goes from one character to the next: language-model and generate-from-label. */
  readonly stepper?: Stepper;
  /** What is compiled for this model when it is first needed, by name: kept for the next time, and disposed with the model. */
  keep<Tool extends { dispose(): void }>(name: string, open: () => Promise<Tool>): Promise<Tool>;
  dispose(): void;
}

/** The network of a checkpoint. @throws CheckpointError if its cell or its weights are not what its experiment says */
export function savedNetwork(checkpoint: Checkpoint): NetworkShape {
  const shape = shapeOf(checkpoint);
  requireWeights(parameterSlots(shape), checkpoint.tensors);
  return shape;
}

/** @throws CheckpointError if the bytes are not a whole checkpoint of a network that fits its experiment */
export async function openModel(bytes: Uint8Array, backend: Backend): Promise<Model> {
  const checkpoint = readCheckpoint(bytes);
  const { experiment, targets, labels, tensors: weights } = checkpoint;
  const vocabulary = new Vocabulary(checkpoint.vocabulary, experiment.units);
  const shape = savedNetwork(checkpoint);
  const stepper = Stepper.fits(shape) ? await Stepper.open(shape, backend) : undefined;
  stepper?.setWeights(weights);
  const kept = new Map<string, Promise<{ dispose(): void }>>();
  const keep = async <Tool extends { dispose(): void }>(name: string, open: () => Promise<Tool>): Promise<Tool> => {
    const tool = (kept.get(name) as Promise<Tool> | undefined) ?? open();
    kept.set(name, tool);
    tool.catch(() => kept.delete(name)); // asked again, it is opened anew
    return await tool;
  };
  const dispose = () => {
    stepper?.dispose();
    for (const tool of kept.values())
      tool.then(
        (opened) => opened.dispose(),
        () => undefined,
      );
  };
  return { experiment, shape, vocabulary, targets, labels, weights, backend, ...(stepper && { stepper }), keep, dispose };
}

/** @throws CheckpointError if its cell is not what its experiment says */
export function shapeOf({ experiment, cellSource, vocabulary, targets, labels }: Described): NetworkShape {
  try {
    return networkOf(experiment, cellSource, { vocabulary, targets, labels });
  } catch (error) {
    if (error instanceof CellSyntaxError) throw new CheckpointError(`This checkpoint is damaged: its cell has a mistake. ${error.message}`);
    if (error instanceof ExperimentError) throw new CheckpointError(`This checkpoint is damaged: ${error.message}`);
    throw error;
  }
}
