/** What an experiment learns, as batches: by its task, from running text or from rows. */

import type { Dataset } from '../data/dataset';
import { InputDropout } from '../data/inputDropout';
import { DataError, type Material } from '../data/material';
import { rowData } from '../data/rowData';
import type { Known } from '../data/symbols';
import type { Experiment } from '../experimentSchema';
import { learningOf } from './tasks';

/** @param known of a run that is resumed; otherwise the material's own. @throws DataError where there is nothing to learn */
export function openDataset(experiment: Experiment, material: Material, known?: Known): Dataset {
  const data = datasetOf(experiment, material, known);
  const { inputDropout, seed } = experiment;
  return inputDropout > 0 ? { ...data, train: new InputDropout(data.train, data, inputDropout, seed) } : data;
}

function datasetOf(experiment: Experiment, material: Material, known?: Known): Dataset {
  const learning = learningOf(experiment);
  if (learning.from === 'text') {
    if (material.kind !== 'text') throw new DataError(`${experiment.task} learns from running text, and these are rows.`);
    return learning.data(material.text, experiment, known);
  }
  if (material.kind !== 'rows') throw new DataError(`${experiment.task} learns from rows of two columns, and this is running text.`);
  return rowData(learning, experiment, material.rows, known);
}
