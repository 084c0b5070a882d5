/** Weights of somewhere else as the first checkpoint of a run: it answers with them, and trains on from them. */
import { sourceOf } from '../cell/cellSources';
import { withBothBiases } from '../checkpoint/bothBiases';
import type { Checkpoint, Described } from '../checkpoint/checkpoint';
import { CheckpointError } from '../checkpoint/checkpointError';
import { sizeOf, type Tensor } from '../checkpoint/tensor';
import { CHANCE } from '../data/chance';
import type { SavedSymbols } from '../data/symbols';
import type { ExperimentOptions } from '../experimentSchema';
import { DEFAULT_END } from '../fitting';
import { shapeOf } from '../model/model';
import { networkOf } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { initialize, requireWeights } from '../model/parameters';
import { parseExperiment } from '../parseExperiment';
import { Random } from '../random';
import { shortened } from '../text/shortened';
import { UNKNOWN } from '../text/units';
import { makeOptimizer } from '../train/optimizers';
import { momentPrefix } from '../train/updateGraph';
import { adoptedOptions } from './adoptedOptions';
import { carryWeights } from './carryWeights';
import type { GivenWeights } from './givenWeights';

export interface ImportedModel {
  readonly checkpoint: Checkpoint;
  /** What was assumed, in whole sentences. */
  readonly notes: readonly string[];
}

/**
 * @param said what the weights do not say: of those that Unroll exported nothing, of others the task, the cell, the units
 * @throws CheckpointError, ExperimentError
 */
export function importedModel(given: GivenWeights, said: ExperimentOptions): ImportedModel {
  const { described, tensors, notes } = given.checkpoint ? exported(given, given.checkpoint, said) : plain(given, said);
  const { experiment } = described;
  const { moments } = makeOptimizer(experiment.optimizer, experiment.momentum);
  const zeros = moments.flatMap((moment) =>
    [...tensors].map(([name, { shape }]) => [momentPrefix(moment) + name, { shape, data: new Float32Array(sizeOf(shape)) }] as const),
  );
  const progress = { cursor: 0, random: {}, validationsSinceBest: 0, elapsed: 0, ...(CHANCE === 2 && { chance: CHANCE }) };
  return { checkpoint: { ...described, update: 0, epoch: 0, tensors: new Map([...tensors, ...zeros]), progress }, notes };
}

interface Read {
  readonly described: Described;
  /** The parameters alone. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly notes: readonly string[];
}

function exported(given: GivenWeights, described: Described, said: ExperimentOptions): Read {
  adoptedOptions(said, given); // refuses what contradicts them
  const slots = parameterSlots(shapeOf(described));
  requireWeights(slots, given.tensors);
  const names = slots.flatMap(({ members }) => members.map(({ name }) => name));
  const { experiment, cellSource, vocabulary, targets, labels } = described;
  return {
    described: { experiment, cellSource, vocabulary, targets, labels },
    tensors: new Map(names.map((name) => [name, given.tensors.get(name) as Tensor])),
    notes: [],
  };
}

function plain(given: GivenWeights, said: ExperimentOptions): Read {
  const experiment = parseExperiment({ minutes: DEFAULT_END.minutes, ...adoptedOptions(said, given) });
  const symbols = toldSymbols(given, experiment.units === 'characters');
  const cellSource = given.pyTorch ? withBothBiases(sourceOf(experiment)) : sourceOf(experiment);
  const shape = networkOf(experiment, cellSource, symbols);
  const expected = initialize(parameterSlots(shape), experiment.initializer, experiment.hidden, Random.fromSeed(experiment.seed));
  const { weights, notes } = carryWeights(given, expected, { experiment, shape, symbols, own: symbols });
  return { described: { experiment: { ...experiment, cellSource }, cellSource, ...symbols }, tensors: weights, notes };
}

/** @throws CheckpointError where it is not said what the rows stand for, or texts cannot be cut so */
function toldSymbols({ name, symbols }: GivenWeights, ofCharacters: boolean): SavedSymbols {
  if (!symbols?.vocabulary) throw new CheckpointError(`${name} does not say what its rows stand for: give a vocabulary.`);
  const { vocabulary, targets = vocabulary, labels = [] } = symbols;
  const long = ofCharacters ? vocabulary.find((symbol) => symbol !== UNKNOWN && [...symbol].length !== 1) : undefined;
  if (long !== undefined)
    throw new CheckpointError(
      `The vocabulary of ${name} has “${shortened(long, 20)}”, which is not one character. Unroll reads characters, or words (units): it has no other way to cut a text.`,
    );
  return { vocabulary, targets, labels };
}
