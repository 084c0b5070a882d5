/** What an experiment learns, as batches of numbers: by its task, from running text or from rows. */
import type { Experiment } from '../experimentSchema';
import { learnsFromRows } from '../taskSettings';
import type { Batches } from './batches';
import { DataError } from './dataError';
import { InputDropout } from './inputDropout';
import { infillData, languageModelData } from './languageModel';
import type { Material, Row } from './material';
import { rowData, tagTextData } from './rowData';
import type { Symbols } from './symbols';

export interface Dataset extends Symbols {
  readonly train: Batches;
  /** Undefined where nothing was held out. */
  readonly validation?: Batches;
  readonly trainCharacters: number;
  readonly validationCharacters: number;
  /** Where the material is rows, or was cut into them: how many. */
  readonly rows?: { readonly train: number; readonly validation: number };
  /** What was adapted or passed over, in whole sentences. */
  readonly notes: readonly string[];
  /** Of running text: its first character, the prompt of the samples. */
  readonly opening: string;
  /** Some rows that are not trained on, or where nothing was held out, that are: what the samples show. */
  readonly examples: readonly Row[];
}

/** @param known of a run that is resumed; otherwise the material's own. @throws DataError where there is nothing to learn */
export function openDataset(experiment: Experiment, material: Material, known?: Symbols): Dataset {
  const data = datasetOf(experiment, material, known);
  const { inputDropout, seed } = experiment;
  return inputDropout > 0 ? { ...data, train: new InputDropout(data.train, data, inputDropout, seed) } : data;
}

function datasetOf(experiment: Experiment, material: Material, known?: Symbols): Dataset {
  const { task, rule } = experiment;
  if (!learnsFromRows(experiment)) {
    if (material.kind !== 'text') throw new DataError(`${task} learns from running text, and these are rows.`);
    if (task === 'tag' && rule !== undefined) return tagTextData(experiment, rule, material.text, known);
    return (task === 'infill' ? infillData : languageModelData)(material.text, experiment, known?.vocabulary);
  }
  if (material.kind !== 'rows') throw new DataError(`${task} learns from rows of two columns, and this is running text.`);
  return rowData(experiment, material.rows, known);
}
