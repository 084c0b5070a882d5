/** What there is to say of a training before it begins: whole sentences. */
import type { Vocabulary } from '../data/vocabulary';
import type { Experiment } from '../experimentSchema';
import { unitWords } from '../text/units';

export const beginningNotes = (vocabulary: Vocabulary, experiment: Experiment): readonly string[] => [
  ...singleUnit(vocabulary),
  ...unusedMomentum(experiment),
];

function singleUnit({ size, unknown, units }: Vocabulary): string[] {
  if (size - (unknown === undefined ? 0 : 1) !== 1) return [];
  return [`The text has a single ${unitWords(units).one}: there is nothing to choose between, and the loss is 0.`];
}

function unusedMomentum({ optimizer, momentum }: Experiment): string[] {
  return momentum > 0 && (optimizer === 'adam' || optimizer === 'adagrad')
    ? [`${optimizer} does not use the momentum: it is for sgd and rmsprop.`]
    : [];
}
