/** Rows of a text and its label: the text is written from the label. */
import { written } from '../../data/example';
import { passOverLong } from '../../data/pairs';
import { symbolsIn } from '../../data/symbols';
import type { FromRows } from '../task';
import { evaluateWriter } from './evaluate';

export const generateFromLabelLearning: FromRows = {
  from: 'rows',
  columns: { input: 'text', target: 'label' },
  labelled: true,
  sift: passOverLong,
  symbols(pairs, experiment) {
    const { vocabulary, targets: labels } = symbolsIn(pairs, experiment);
    return { vocabulary, targets: vocabulary.characters, labels };
  },
  example(reader, { input, target }) {
    const label = reader.label(target[0] as string);
    return label < 0 ? undefined : { label, ...written(reader.tokens(input), reader.characters.boundary) };
  },
  evaluate: evaluateWriter,
};
