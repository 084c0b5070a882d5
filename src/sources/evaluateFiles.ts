/** A model held against files of the kind that it was trained on. */
import { evaluate, type Model } from '../engine/abilities';
import type { Following } from '../engine/interruption';
import type { Evaluation, Score } from '../engine/results';
import { readMaterial } from './readMaterial';
import type { Encoded } from './readTexts';

/** @param how encoding: of files that are not UTF-8, else that of the run; beside: what n-grams expect of a text. Columns are those of the run: by name where it has them by name, in whatever order, else by number. @throws TextFileError, StorageError, DataError */
export async function evaluateFiles(
  model: Model,
  files: readonly string[],
  following: Following,
  {
    encoding = model.experiment.encoding,
    beside,
  }: Encoded & {
    readonly beside?: (text: string, nats?: readonly number[]) => Promise<Pick<Score, 'baseline' | 'noBaseline' | 'errors'>>;
  } = {},
): Promise<Evaluation> {
  const { material, notes } = await readMaterial({ ...model.experiment, encoding, header: undefined, elseChosen: true }, files);
  const { perCharacter, ...evaluation } = await evaluate(model, material, following);
  const { baseline, noBaseline, errors } = (material.kind === 'text' && (await beside?.(material.text, perCharacter))) || {};
  return {
    ...evaluation,
    notes: [...notes, ...(evaluation.notes ?? [])],
    ...(baseline && { baseline: perCharacterOf(baseline) }),
    ...(noBaseline !== undefined && { noBaseline }),
    ...(errors && { errors }),
  };
}

/** Its mean over the characters that were told. */
function perCharacterOf({ nats, perCharacter, ...ngrams }: NonNullable<Score['baseline']>): NonNullable<Evaluation['baseline']> {
  return { ...ngrams, nats: nats / perCharacter.length };
}
