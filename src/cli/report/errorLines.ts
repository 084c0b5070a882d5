/** What is told beside a language model: its errors by kind, a line for each, and n-grams that know a text by heart. */
import type { ErrorBreakdown, NgramsOfText } from '../../engine/results';
import { errorWords } from '../../protocol/errorWords';
import { grouped, tenths } from './words';

export function errorLines({ characters, errors, kinds }: ErrorBreakdown): string[] {
  const of = `of ${grouped.format(characters)} characters had less than 50 %`;
  return [
    '',
    `${grouped.format(errors)} ${of}${errors > 0 ? ': what would take them away, one after another' : ''}`,
    ...kinds.map((kind) => `${grouped.format(kind.errors).padStart(9)} ${tenths(kind.errors / errors).padStart(7)}  ${errorWords(kind)}`),
  ];
}

/** n-grams have an easy task where they have counted the very text. */
export function seenWords({ seen }: Pick<NgramsOfText, 'seen'>): string {
  return seen === 0 ? '' : `, which has counted ${seen === 1 ? 'this very text' : `${tenths(seen).trim()} of this text`}`;
}
