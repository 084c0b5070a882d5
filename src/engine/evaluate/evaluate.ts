/** A model held against examples of the kind that it learned from. */
import { DataError } from '../data/dataError';
import type { Material } from '../data/material';
import { pairsOf } from '../data/pairs';
import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Evaluation } from '../results';
import { learnsFromRows } from '../taskSettings';
import { takeAway } from '../tasks/tag/rule';
import { evaluateClassifier, evaluateTags } from './evaluateLabels';
import { evaluateInfill, evaluateLanguageModel } from './evaluateText';
import { evaluateTranslator, evaluateWriter } from './evaluateTexts';

/** @throws DataError where the material is of another kind than the model learned from; CancelledError */
export async function evaluate(model: Model, material: Material, interruption: Interruption): Promise<Evaluation> {
  const { experiment } = model;
  const { task, rule } = experiment;
  if (material.kind === 'text') {
    if (learnsFromRows(experiment)) throw new DataError('This run learned from rows of two columns, and this is running text.');
    if (task === 'language-model') return await evaluateLanguageModel(model, material.text, interruption);
    if (task === 'infill') return await evaluateInfill(model, material.text, interruption);
    return await evaluateTags(model, [takeAway(rule as NonNullable<typeof rule>, material.text)], interruption);
  }
  if (!learnsFromRows(experiment)) throw new DataError('This run learned from running text, and these are rows.');
  const { pairs, notes } = pairsOf(task, material.rows, Number.POSITIVE_INFINITY);
  const rows = pairs.map(({ row }) => row);
  const evaluated = async (): Promise<Evaluation> => {
    if (task === 'classify') return await evaluateClassifier(model, rows, interruption);
    if (task === 'translate') return await evaluateTranslator(model, rows, interruption);
    if (task === 'generate-from-label') return await evaluateWriter(model, rows, interruption);
    const tagged = pairs.map(({ input, target }) => ({ characters: input, tags: target }));
    return await evaluateTags(model, tagged, interruption);
  };
  return { ...(await evaluated()), notes };
}
