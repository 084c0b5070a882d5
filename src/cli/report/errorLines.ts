/** What kinds of errors a language model makes, a line for each. */
import type { ErrorBreakdown } from '../../engine/results';
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
