/** Rows of a source and its translation. */
import { written } from '../../data/example';
import { appended } from '../../data/joined';
import { keptUnits } from '../../data/keptUnits';
import { passOverLong } from '../../data/pairs';
import type { FromRows } from '../task';
import { evaluateTranslator } from './evaluate';

export const translateLearning: FromRows = {
  from: 'rows',
  columns: { input: 'source', target: 'translation' },
  labelled: false,
  sift: passOverLong,
  symbols(pairs, experiment) {
    const [source, translation] = [
      keptUnits(
        pairs.map(({ input }) => input),
        experiment,
        'the sources',
      ),
      keptUnits(
        pairs.map(({ target }) => target),
        experiment,
        'the translations',
      ),
    ];
    const notes = [...source.notes, ...translation.notes];
    return { vocabulary: source.vocabulary, targets: translation.vocabulary.characters, labels: [], notes };
  },
  example: (reader, { input, target }) => ({
    source: appended(reader.tokens(input), reader.characters.boundary),
    ...written(reader.written(target), reader.end),
  }),
  evaluate: evaluateTranslator,
};
