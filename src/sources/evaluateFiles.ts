/** A model held against files of the kind that it was trained on. */
import { evaluate, type Model } from '../engine/abilities';
import { DataError } from '../engine/data/material';
import type { Following } from '../engine/interruption';
import type { Evaluation, Score } from '../engine/results';
import { learningOf } from '../engine/tasks/tasks';
import { readMaterial } from './readMaterial';
import type { Encoded } from './readTexts';
import type { ColumnsSaid } from './tableRows';

export interface Held extends Encoded {
  /** Those of which nothing is said are the run's: by name where it has them by name, in whatever order, else by number. */
  readonly columns?: ColumnsSaid;
  /** What n-grams expect of a text. */
  readonly beside?: (text: string, nats?: readonly number[]) => Promise<Pick<Score, 'baseline' | 'noBaseline' | 'errors'>>;
}

/** @param held how: of files that are not UTF-8 in which encoding, else in that of the run. @throws TextFileError, StorageError, DataError */
export async function evaluateFiles(
  model: Model,
  files: readonly string[],
  following: Following,
  { encoding = model.experiment.encoding, columns = {}, beside }: Held = {},
): Promise<Evaluation> {
  const said = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  if (learningOf(model.experiment).from === 'text' && Object.keys(said).length > 0)
    throw new DataError('Columns are for runs that learned from rows of a table, and this run learned from running text. Leave them out.');
  const { material, notes } = await readMaterial({ ...model.experiment, encoding, header: undefined, elseChosen: true, ...said }, files);
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
