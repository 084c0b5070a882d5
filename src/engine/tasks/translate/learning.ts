/** Rows of a source and its translation. */
import { written } from '../../data/example';
import { appended } from '../../data/joined';
import { passOverLong } from '../../data/pairs';
import { symbolsIn } from '../../data/symbols';
import { Vocabulary } from '../../data/vocabulary';
import type { FromRows } from '../task';
import { evaluateTranslator } from './evaluate';

export const translateLearning: FromRows = {
  from: 'rows',
  columns: { input: 'source', target: 'translation' },
  labelled: false,
  sift: passOverLong,
  symbols(pairs) {
    const { vocabulary, targets } = symbolsIn(pairs);
    return { vocabulary, targets: Vocabulary.of(targets.join('')).characters, labels: [] };
  },
  example: (reader, { input, target }) => ({
    source: appended(reader.tokens(input), reader.characters.boundary),
    ...written(reader.predicted(target), reader.end),
  }),
  evaluate: evaluateTranslator,
};
