/** Rows of a text and its label. A text is read up to the window, and then its end. */

import { appended } from '../../data/joined';
import { DataError } from '../../data/material';
import { symbolsIn } from '../../data/symbols';
import type { Experiment } from '../../experimentSchema';
import { shortened } from '../../text/shortened';
import { unitWords } from '../../text/units';
import type { FromRows } from '../task';
import { evaluateClassifier } from './evaluate';

export const classifyLearning: FromRows = {
  from: 'rows',
  columns: { input: 'text', target: 'label' },
  labelled: true,
  sift(sifted, longest, units) {
    const long = sifted.pairs.filter(({ input }) => input.length > longest).length;
    if (long === 0) return;
    const rows = long === 1 ? 'a row' : `${long.toLocaleString('en')} rows`;
    sifted.notes.push(`Of ${rows} longer than the window only the first ${longest} ${unitWords(units).many} are read.`);
    sifted.pairs = sifted.pairs.map((pair) => ({ ...pair, input: pair.input.slice(0, longest) }));
  },
  symbols(pairs, experiment) {
    const { vocabulary, targets, notes } = symbolsIn(pairs, experiment);
    requireClasses(targets, pairs.length, experiment);
    return { vocabulary, targets, labels: [], notes };
  },
  example: (reader, { input, target }) => ({
    source: appended(reader.tokens(input), reader.characters.boundary),
    targets: reader.predicted(target),
  }),
  evaluate: evaluateClassifier,
};

function requireClasses(labels: readonly string[], rows: number, { inputColumn, targetColumn }: Experiment): void {
  if (labels.length === 1)
    throw new DataError(
      `Every row has the label “${shortened(labels[0] as string)}”, so there is nothing to tell apart. Train on rows of two labels or more.`,
    );
  if (labels.length === rows && rows > 2)
    throw new DataError(
      `Each of the ${rows} rows has a label of its own, and none can be learned. Is the label in ${inWords(inputColumn)}, and not in ${inWords(targetColumn)}?`,
    );
}

const inWords = (column: number | string) => (typeof column === 'number' ? `column ${column}` : `“${shortened(column, 30)}”`);
