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

/** Of many experiments on the same material: what they share is reckoned once. */
export class Costs {
  readonly #datasets = new Map<string, { readonly data: Dataset; readonly material: Material; readonly characters: number }>();

  /** @throws ExperimentError where no memory suffices; DataError where there is nothing to learn */
  of(experiment: Experiment, material: Material): Cost {
    const { data, characters } = this.#dataset(experiment, material);
    const shape = networkOf(experiment, sourceOf(experiment), savedSymbols(data));
    requireMemory(shape, experiment, data.train.sizes);
    const { bytes, parameters } = trainingMemory(shape, experiment, data.train.sizes);
    const { updates } = new StoppingRule(experiment, data.train.perEpoch);
    return { bytes, parameters, characters, updates, seconds: 60 * (experiment.minutes ?? Number.POSITIVE_INFINITY) };
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
