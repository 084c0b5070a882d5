/** What is told beside a language model: its errors by kind, a line for each, n-grams that know a text by heart, and what no model knows. */
import { MOST_NGRAMS } from '../../engine/baseline/ngramTrie';
import type { Counted, ErrorBreakdown, NgramsOfText, Strange } from '../../engine/results';
import { type Units, unitWords } from '../../engine/text/units';
import { grouped, tenths } from './words';

/** @param unit "character" */
export function strangeLine({ count, nats }: Strange, unit: string): string {
  return `${grouped.format(count)} unknown ${unit}${count === 1 ? '' : 's'} cost ${nats.toFixed(2)} nats of these, ${(nats / count).toFixed(4)} each`;
}

export function errorLines({ characters, errors, kinds, ...counted }: ErrorBreakdown): string[] {
  const of = `of ${grouped.format(characters)} characters had less than 50 %`;
  return [
    '',
    `${grouped.format(errors)} ${of}${errors > 0 ? ': what would take them away, one after another' : ''}`,
    ...kinds.map((kind) => `${grouped.format(kind.errors).padStart(9)} ${tenths(kind.errors / errors).padStart(7)}  ${errorWords(kind)}`),
    ...(partWords(counted) === '' ? [] : [`The n-grams among these were counted${partWords(counted)}.`]),
  ];
}

/** Nothing where all of the training text was counted. */
export function partWords({ counted, trained }: Counted, units: Units = 'characters'): string {
  return counted >= trained
    ? ''
    : ` of its first ${grouped.format(counted)} ${unitWords(units).many} of ${grouped.format(trained)}, as it has more n-grams than the ${MOST_NGRAMS} that are kept`;
}

/** n-grams have an easy task where they have counted the very text, and a harder one where they have counted but a part. */
export function ngramWords({ order, seen, ...counted }: NgramsOfText, units: Units): string {
  const known = seen === 0 ? '' : `, which has counted ${seen === 1 ? 'this very text' : `${tenths(seen).trim()} of this text`}`;
  return `the ${order}-gram of what the run was trained on${known}${partWords(counted) && `; counted${partWords(counted, units)}`}`;
}

/** What a kind of error is called: what would take it away. */
function errorWords({ kind, upTo = 0 }: ErrorBreakdown['kinds'][number]): string {
  switch (kind) {
    case 'n-gram':
      return 'n-grams: up to 9 characters tell it';
    case 'memory':
      return `memory: its word stands in the last ${upTo.toLocaleString('en')} characters`;
    case 'rare word':
      return upTo === 0 ? 'a word that was not trained on' : `a rare word: trained on ${upTo === 1 ? 'once' : `${upTo} times`}`;
    case 'word break':
      return 'after a word break: which word comes next';
    case 'punctuation':
      return 'punctuation';
    case 'other':
      return `something else: ${Math.round(100 * upTo)} % more would do`;
  }
}
