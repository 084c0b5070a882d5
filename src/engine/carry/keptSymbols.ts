/** The symbols of a training that starts from given weights and drops none of theirs. */
import { byCodePoint } from '../data/keptUnits';
import { type SavedSymbols, type Symbols, savedSymbols } from '../data/symbols';
import { Vocabulary } from '../data/vocabulary';
import { ExperimentError } from '../experimentSchema';
import { UNKNOWN } from '../text/units';
import type { GivenWeights } from './givenWeights';

/** @param own of what there is to learn from. @throws ExperimentError where the weights do not say what their rows are */
export function keptSymbols(own: Symbols, { symbols: theirs, name }: GivenWeights): Symbols {
  if (!theirs)
    throw new ExperimentError(
      `${name} does not say what its rows stand for, so its vocabulary cannot be kept. Give that (--init-vocabulary), or do not ask for it to be kept (keepVocabulary).`,
    );
  const { vocabulary, targets, labels } = savedSymbols(own);
  const alike = targets === vocabulary;
  const read = union(vocabulary, theirs.vocabulary);
  return {
    vocabulary: new Vocabulary(read, own.vocabulary.units),
    targets: alike ? read : union(targets, theirs.targets),
    labels: union(labels, theirs.labels),
  };
}

function union(own: readonly string[], theirs: SavedSymbols['labels'] = []): readonly string[] {
  const all = new Set([...own, ...theirs]);
  const unknown = all.delete(UNKNOWN);
  return [...(unknown ? [UNKNOWN] : []), ...[...all].sort(byCodePoint)];
}
