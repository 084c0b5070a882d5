/** vocab.json: what the rows of the weights stand for, and the form of a text. `--init-vocabulary` reads it too. */
import { sameSymbols } from '../../carry/symbolRows';
import type { SavedSymbols } from '../../data/symbols';
import type { Experiment } from '../../experimentSchema';
import { taskOf } from '../../tasks/tasks';
import { UNKNOWN } from '../../text/units';

export function vocabularyJson(experiment: Experiment, { vocabulary, targets, labels }: SavedSymbols): string {
  const { units, lineEnds, normalization, rule, window } = experiment;
  const { read, told } = taskOf(experiment).boundary;
  const special = {
    unknown: vocabulary.includes(UNKNOWN) ? UNKNOWN : null,
    /** The row behind the last of the vocabulary, and of the targets. */
    boundary: read,
    boundaryTold: told,
  };
  const all = {
    vocabulary,
    ...(!sameSymbols(targets, vocabulary) && { targets }),
    ...(labels.length > 0 && { labels }),
    units,
    ...special,
    lineEnds,
    normalization,
    ...(rule && { rule }),
    window,
  };
  return `${JSON.stringify(all, undefined, 1)}\n`;
}
