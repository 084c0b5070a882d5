/** What training takes of memory, reckoned before anything is made for it; and the refusal of a network that no device here could train. */
import type { BatchSize } from '../data/batches';
import { type Experiment, ExperimentError } from '../experimentSchema';
import { reckonedSize } from '../graph/reckonedSize';
import { stepsOf } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { countParameters } from '../model/parameters';
import { makeOptimizer } from './optimizers';
import { updateGraph } from './updateGraph';

/** What WebAssembly can address, and more than one array may have elsewhere. */
const LIMIT = 4 * 2 ** 30;
/** Of a device: room between values, and what each thread has by itself. */
const BESIDE = 1.07;
/**
 * Copies of the parameters beside the device that trains: those of what validates and of what draws samples, each with its own packed
 * for products, and those that are read to be handed on to them.
 */
const COPIES = 6;
/** Copies of all that a checkpoint keeps: the one that is made, and the best one that waits to be written. */
const KEPT = 2;
/** What JavaScript holds while a training is made ready, and for each operation of its largest graph, which is compiled. */
const PROGRAM = 25 * 2 ** 20;
const EACH_OPERATION = 40 * 2 ** 10;
const GB = 2 ** 30;

interface TrainingMemory {
  /** Of all that training holds at most, beside the text. Measured: BENCHMARKS.md, “What a training takes of memory”. */
  readonly bytes: number;
  /** Of the largest update, in one piece. */
  readonly update: number;
  readonly parameters: number;
  /** Numbers that are kept of the largest batch. */
  readonly activations: number;
  readonly largest: BatchSize;
}

/** @param sizes that occur: for each there is a graph, with parameters of its own */
export function trainingMemory(shape: NetworkShape, experiment: Experiment, sizes: readonly BatchSize[]): TrainingMemory {
  const { cells } = shape;
  const parameters = countParameters(parameterSlots(shape));
  const optimizer = makeOptimizer(experiment.optimizer, experiment.momentum);
  const kept = 1 + optimizer.moments.length;
  const perUnit = cells.reduce((sum, { activations, blocks }) => {
    return sum + activations.length + blocks.reduce((matrices, block) => matrices + block.matrices.length, 0);
  }, 0);
  const numbersOf = (size: BatchSize) => activationsIn(shape, perUnit, size);
  const largest = sizes.reduce((a, b) => (numbersOf(a) >= numbersOf(b) ? a : b));
  const { clip, dropout } = experiment;
  const updates = sizes.map((size) => {
    const roughly = 4 * (parameters * (1 + kept) + numbersOf(size));
    if (roughly > 4 * LIMIT) return { bytes: roughly, program: 0 }; // which need not be told closer
    const graph = updateGraph(shape, { ...size, dropout: dropout > 0, clip, optimizer });
    return { bytes: 4 * BESIDE * reckonedSize(graph), program: PROGRAM + EACH_OPERATION * graph.operations.length };
  });
  const beside = 4 * parameters * (COPIES + KEPT * kept) + Math.max(...updates.map(({ program }) => program));
  return {
    bytes: updates.reduce((sum, { bytes }) => sum + bytes, beside),
    update: Math.max(...updates.map(({ bytes }) => bytes)),
    parameters,
    activations: numbersOf(largest),
    largest,
  };
}

/**
 * @param machine what the machine has, in bytes, where that is known
 * @returns a sentence where it takes so much that it is worth to be said
 * @throws ExperimentError where that does not fit
 */
export function requireMemory(
  shape: NetworkShape,
  experiment: Experiment,
  sizes: readonly BatchSize[],
  machine?: number,
): readonly string[] {
  const { bytes, update, parameters, activations, largest } = trainingMemory(shape, experiment, sizes);
  const inWords = (memory: number) => `${(memory / GB).toFixed(1)} GB`;
  if (update <= LIMIT && bytes <= (machine ?? Number.POSITIVE_INFINITY))
    return bytes < GB ? [] : [`Training takes about ${inWords(bytes)} of memory.`];
  const why =
    update > LIMIT
      ? `${inWords(update)} of it in one piece, where there is room for ${LIMIT / GB} GB`
      : `and this machine has ${inWords(machine as number)}`;
  const [name, value] =
    bytes - update > 4 * activations
      ? ['hidden units', shape.hidden]
      : ['streams (batch) or a shorter window', `${largest.batch} × ${largest.window}`];
  throw new ExperimentError(
    `Training this network takes about ${inWords(bytes)} of memory, ${why}: it has ${parameters.toLocaleString('en')} parameters. Take fewer ${name} (now ${value}) or layers (now ${shape.cells.length}).`,
  );
}

/** Attention keeps a product for each pair of a source and a target position; the logits are there twice, and what is summed of them. */
function activationsIn(shape: NetworkShape, perUnit: number, size: BatchSize): number {
  const { architecture, attention, decoderHidden, targets } = shape;
  const { batch, window, targetWindow = 0 } = size;
  const units = architecture.stacks(shape).reduce((sum, stack) => sum + stepsOf(stack, size) * stack.hidden, 0);
  const pairs = attention === 'none' ? 0 : window * targetWindow * decoderHidden;
  const logits = 2 * targets * (targetWindow || window);
  return batch * (units * perUnit + pairs + logits);
}
