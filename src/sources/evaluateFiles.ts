/** A model held against files of the kind that it was trained on. */
import { evaluate, type Model } from '../engine/abilities';
import type { Following } from '../engine/interruption';
import type { Evaluation } from '../engine/results';
import { readMaterial } from './readMaterial';

/** Columns are those of the run; names of columns are looked for where its own file had them. @throws TextFileError, StorageError, DataError */
export async function evaluateFiles(model: Model, files: readonly string[], following: Following): Promise<Evaluation> {
  const { header, ...experiment } = model.experiment;
  const { material, notes } = await readMaterial({ ...experiment, ...(!header && { header }) }, files);
  const evaluation = await evaluate(model, material, following);
  return { ...evaluation, notes: [...notes, ...(evaluation.notes ?? [])] };
}
