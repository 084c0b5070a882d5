/** What a file of weights is, by its header alone; of a checkpoint of ours also what it says of its run. */
import { CellSyntaxError } from '../../cell/cellProblem';
import { cellNames, splitCellSources } from '../../cell/cellSources';
import { type Checkpoint, checkpointIn, isCheckpoint } from '../../checkpoint/checkpoint';
import { CheckpointError } from '../../checkpoint/checkpointError';
import { sizeOf } from '../../checkpoint/tensor';
import { type Experiment, ExperimentError } from '../../experimentSchema';
import { networkOf } from '../../model/networkShape';
import { parameterSlots } from '../../model/parameterSlots';
import type { WeightsFile } from './weightsFile';

export interface WeightsSummary {
  /** Of the file, in bytes. */
  readonly size: number;
  readonly tensors: number;
  /** Numbers in all of them. */
  readonly numbers: number;
  /** The most numbers first. */
  readonly dtypes: readonly { readonly dtype: string; readonly tensors: number; readonly numbers: number }[];
  /** As the file has it, but for what a checkpoint of ours says. */
  readonly metadata: readonly { readonly name: string; readonly text: string; readonly length: number }[];
  /** Of metadata that is not told. */
  readonly moreMetadata: number;
  readonly checkpoint?: CheckpointFacts;
  /** Why a file that says it is a checkpoint of ours cannot be taken for one. */
  readonly problem?: string;
}

export interface CheckpointFacts {
  readonly experiment: Experiment;
  /** Equations: of all layers, or of each. */
  readonly cells: readonly { readonly name: string; readonly source: string }[];
  readonly update: number;
  readonly epoch: number;
  /** Seconds of training. */
  readonly elapsed: number;
  /** Of the best validation so far, in nats. */
  readonly best?: number;
  readonly bestAccuracy?: number;
  /** Of the last validation, in nats. */
  readonly validation?: number;
  /** Of the last updates before it. */
  readonly losses: readonly number[];
  /** Some of what is read; `vocabularySize` says of how many. */
  readonly vocabulary: readonly string[];
  readonly vocabularySize: number;
  /** What is told apart, where that is something else. */
  readonly targets: readonly string[];
  readonly targetsSize: number;
  readonly labels: readonly string[];
  readonly labelsSize: number;
  /** Learned numbers: the others are what resuming needs. */
  readonly parameters: number;
}

/** Of each text. */
const MOST_TOLD = 2000; // UTF-16 units
const MOST_METADATA = 100;
const MOST_NAMES = 1000;

/** Equal for equal files. */
export function weightsSummary(file: WeightsFile, read: ReadCheckpoint): WeightsSummary {
  const { size, entries, metadata } = file;
  const kinds = new Map<string, { dtype: string; tensors: number; numbers: number }>();
  let numbers = 0;
  for (const { dtype, shape } of entries) {
    const kind = kinds.get(dtype) ?? { dtype, tensors: 0, numbers: 0 };
    kinds.set(dtype, { dtype, tensors: kind.tensors + 1, numbers: kind.numbers + sizeOf(shape) });
    numbers += sizeOf(shape);
  }
  const { checkpoint, problem } = read;
  const told = Object.entries(metadata).filter(([name]) => !checkpoint || !name.startsWith('unroll.'));
  return {
    size,
    tensors: entries.length,
    numbers,
    dtypes: [...kinds.values()].sort((a, b) => b.numbers - a.numbers),
    metadata: told.slice(0, MOST_METADATA).map(([name, text]) => ({ name, text: text.slice(0, MOST_TOLD), length: text.length })),
    moreMetadata: Math.max(0, told.length - MOST_METADATA),
    ...(checkpoint && { checkpoint: factsOf(checkpoint) }),
    ...(problem !== undefined && { problem }),
  };
}

export interface ReadCheckpoint {
  /** Without its tensors. */
  readonly checkpoint?: Checkpoint;
  readonly problem?: string;
}

/** Neither for a file of others. */
export function readCheckpointFacts({ metadata }: WeightsFile): ReadCheckpoint {
  if (!isCheckpoint(metadata)) return {};
  try {
    const checkpoint = checkpointIn({ tensors: new Map(), metadata });
    networkOf(checkpoint.experiment, checkpoint.cellSource, checkpoint); // its equations may be wrong
    return { checkpoint };
  } catch (error) {
    // An experiment or a cell that cannot be used is the file's fault, whatever its name; the tensors can be looked at all the same.
    if (error instanceof CheckpointError || error instanceof CellSyntaxError || error instanceof ExperimentError)
      return { problem: error.message };
    throw error;
  }
}

function factsOf(checkpoint: Checkpoint): CheckpointFacts {
  const { experiment, cellSource, update, epoch, progress, vocabulary, targets, labels } = checkpoint;
  const learned = parameterSlots(networkOf(experiment, cellSource, checkpoint)).flatMap(({ members }) => members);
  const names = cellNames(experiment.cell);
  return {
    experiment,
    cells: splitCellSources(cellSource).map((source, at) => ({ name: names[at] ?? experiment.cell, source })),
    update,
    epoch,
    elapsed: progress.elapsed,
    ...(progress.best && { best: progress.best.loss }),
    ...(progress.best?.accuracy !== undefined && { bestAccuracy: progress.best.accuracy }),
    ...(progress.validation !== undefined && { validation: progress.validation }),
    losses: progress.losses ?? [],
    vocabulary: vocabulary.slice(0, MOST_NAMES),
    vocabularySize: vocabulary.length,
    targets: targets === vocabulary ? [] : targets.slice(0, MOST_NAMES),
    targetsSize: targets === vocabulary ? 0 : targets.length,
    labels: labels.slice(0, MOST_NAMES),
    labelsSize: labels.length,
    parameters: learned.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  };
}
