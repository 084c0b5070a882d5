/** Rows of a text and a tag for each of its characters; or running text, whose case, accents or punctuation are the tags. */

import type { ExampleReader } from '../../data/example';
import { DataError } from '../../data/material';
import { cutEvery, type Pair } from '../../data/pairs';
import { pairData } from '../../data/rowData';
import { symbolsIn } from '../../data/symbols';
import type { Rule } from '../../experimentSchema';
import type { FromRows, FromText } from '../task';
import { evaluateTags } from './evaluate';
import { restore, takeAway } from './rule';

const example = (reader: ExampleReader, { input, target }: Pair) => ({ source: reader.tokens(input), targets: reader.predicted(target) });

export const taggedRows: FromRows = {
  from: 'rows',
  columns: { input: 'text', target: 'row of tags' },
  labelled: false,
  aligned: true,
  sift(sifted, longest) {
    const wayOut = 'Write as many tags as the text has characters, one character each.';
    sifted.keep(({ input, target }) => input.length === target.length, 'has another number of tags than of characters', wayOut);
    sifted.pairs = sifted.pairs.flatMap((pair) => cut(pair, longest));
  },
  symbols: (pairs, experiment) => ({ ...symbolsIn(pairs, experiment), labels: [] }),
  example,
  evaluate: (model, pairs, interruption) =>
    evaluateTags(
      model,
      pairs.map(({ input, target }) => ({ characters: input, tags: target })),
      interruption,
    ),
};

/** A text that is tagged is one as good as its parts. */
function cut(pair: Pair, longest: number): Pair[] {
  if (pair.input.length <= longest) return [pair];
  const [input, target] = [cutEvery(pair.input, longest), cutEvery(pair.target, longest)];
  return input.map((part, index) => ({
    row: { input: part.join(''), target: (target[index] as string[]).join('') },
    input: part,
    target: target[index] as string[],
  }));
}

/** Running text without its case, accents or punctuation, in windows; its end is held out. */
export function restoredText(rule: Rule): FromText {
  return {
    from: 'text',
    data(text, experiment, known) {
      const pairs = ruledPairs(rule, text, experiment.window);
      if (pairs.every(({ input, target }) => target.every((tag, index) => tag === (rule === 'punctuation' ? '' : input[index]))))
        throw new DataError(`There is no ${inWords(rule)} in this text that could be learned.`);
      const kept = pairs.length - Math.floor(pairs.length * experiment.validation);
      const parts = { train: pairs.slice(0, kept), held: pairs.slice(kept) };
      const symbols = known ?? { ...symbolsIn(pairs, experiment), labels: [] };
      // There is only one text: what is taken away is no text beside it.
      return pairData(parts, experiment, symbols, { example, characters: ({ row }) => [...row.target].length, notes: [] });
    },
    evaluate: (model, text, interruption) => evaluateTags(model, [takeAway(rule, text)], interruption),
  };
}

/** The text as rows of a window each. @throws DataError where nothing is left of it */
function ruledPairs(rule: Rule, text: string, window: number): Pair[] {
  const { characters, tags } = takeAway(rule, text);
  if (characters.length === 0) throw new DataError('There is nothing in this text to tag. Train on a file with a few thousand characters.');
  const targets = cutEvery(tags, window);
  return cutEvery(characters, window).map((input, part) => {
    const target = targets[part] as string[];
    return { row: { input: input.join(''), target: restore(rule, input, target) }, input, target };
  });
}

function inWords(rule: Rule): string {
  return rule === 'case' ? 'upper case' : rule === 'accents' ? 'accent' : 'punctuation';
}
