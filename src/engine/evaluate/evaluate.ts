/** A model held against examples of the kind that it learned from. */
import { DataError, type Material } from '../data/material';
import { pairsOf } from '../data/pairs';
import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Evaluation } from '../results';
import { learningOf } from '../tasks/tasks';

/** @throws DataError where the material is of another kind than the model learned from; CancelledError */
export async function evaluate(model: Model, material: Material, interruption: Interruption): Promise<Evaluation> {
  const learning = learningOf(model.experiment);
  if (learning.from === 'text') {
    if (material.kind !== 'text') throw new DataError('This run learned from running text, and these are rows of a table. Give a text.');
    return learning.evaluate(model, material.text, interruption);
  }
  if (material.kind !== 'rows')
    throw new DataError('This run learned from rows of a table, and this is running text. Give a table with two columns.');
  const { pairs, notes } = pairsOf(learning, material.rows, { window: Number.POSITIVE_INFINITY, units: model.experiment.units });
  const evaluation = await learning.evaluate(model, pairs, interruption);
  return { ...evaluation, notes: [...notes, ...(evaluation.notes ?? [])] };
}
