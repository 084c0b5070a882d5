/** What a run will take, reckoned before it trains: memory, and work that a measured speed turns into time. */
import { sourceOf } from '../cell/cellSources';
import { workOf } from '../data/batches';
import type { Dataset } from '../data/dataset';
import type { Material } from '../data/material';
import { savedSymbols } from '../data/symbols';
import type { Experiment } from '../experimentSchema';
import { networkOf } from '../model/networkShape';
import { openDataset } from '../tasks/openDataset';
import { requireMemory, trainingMemory } from '../train/memory';
import { StoppingRule } from '../train/schedule';

export interface Cost {
  /** Bytes of the network in training; the text and the program come on top. */
  readonly bytes: number;
  readonly parameters: number;
  /** Characters of an update on average, with the padding. */
  readonly characters: number;
  /** After which the run ends at the latest; infinite where only patience or minutes end it. */
  readonly updates: number;
  /** After which it ends whatever is left to do. */
  readonly seconds: number;
}

/** What decides on which batches a run is trained, but for chance. */
const OF_DATA = [
  'task',
  'encoding',
  'lineEnds',
  'normalization',
  'units',
  'vocabulary',
  'inputColumn',
  'targetColumn',
  'header',
  'rule',
  'batch',
  'window',
  'validation',
] as const satisfies readonly (keyof Experiment)[];

/** What changes numbers, and not how many there are of them. */
const OF_LEARNING = [
  'files',
  'dropout',
  'inputDropout',
  'clip',
  'learningRate',
  'schedule',
  'seed',
  'initializer',
  'init',
  'initVocabulary',
  'device',
  'updates',
  'epochs',
  'minutes',
  'patience',
  'validation',
  'checkpointEvery',
  'keepCheckpoints',
  'validateEvery',
] as const satisfies readonly (keyof Experiment)[];

type Memory = Pick<ReturnType<typeof trainingMemory>, 'bytes' | 'parameters'>;

/** Of many experiments on the same material: what they share is reckoned once. */
export class Costs {
  readonly #networks = new Map<Dataset, Map<string, Memory>>();
  readonly #datasets = new Map<string, { readonly data: Dataset; readonly material: Material; readonly characters: number }>();

  /** @throws ExperimentError where no memory suffices; DataError where there is nothing to learn */
  of(experiment: Experiment, material: Material): Cost {
    const { data, characters } = this.#dataset(experiment, material);
    const { bytes, parameters } = this.#network(experiment, data);
    const { updates } = new StoppingRule(experiment, data.train.perEpoch);
    return { bytes, parameters, characters, updates, seconds: 60 * (experiment.minutes ?? Number.POSITIVE_INFINITY) };
  }

  /** Reckoned from a graph of an update, which takes a while to make. */
  #network(experiment: Experiment, data: Dataset): Memory {
    const { dropout, clip } = experiment;
    const alike = Object.entries(experiment).filter(([name]) => !(OF_LEARNING as readonly string[]).includes(name));
    const key = JSON.stringify([alike, dropout > 0, clip > 0]);
    const known = this.#networks.get(data)?.get(key);
    if (known) return known;
    const shape = networkOf(experiment, sourceOf(experiment), savedSymbols(data));
    requireMemory(shape, experiment, data.train.sizes);
    const made = trainingMemory(shape, experiment, data.train.sizes);
    this.#networks.set(data, (this.#networks.get(data) ?? new Map<string, Memory>()).set(key, made));
    return made;
  }

  #dataset(experiment: Experiment, material: Material) {
    const key = JSON.stringify(OF_DATA.map((name) => experiment[name]));
    const known = this.#datasets.get(key);
    if (known?.material === material) return known;
    const data = openDataset({ ...experiment, inputDropout: 0 }, material);
    const made = { data, material, characters: workOf(data.train) / data.train.perEpoch };
    this.#datasets.set(key, made);
    return made;
  }
}
