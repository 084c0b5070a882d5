/** The columns of a trace and the characters that people count: a boundary that is read before the text has a column and no number. */

import { FieldError } from '../../engine/inspect/fields';
import type { TextShape } from '../../engine/inspect/traceShape';
import { unitWords } from '../../engine/text/units';

type Columns = Pick<TextShape, 'boundary' | 'length' | 'units'>;

/** Columns before the first character. */
export const leadOf = ({ boundary }: Columns): number => (boundary === 'before' ? 1 : 0);

/** Of a character. @param place in the text, from 0 @throws FieldError where the text ends before it */
export function columnOf(text: Columns, place: number): number {
  const column = place + leadOf(text);
  if (column < text.length) return column;
  throw new FieldError(`There is no ${unitWords(text.units).one} ${place + 1}.`);
}

/** Of the character of a column, from 1 on; 0 is the boundary before the text. */
export const numberOf = (text: Columns, column: number): number => column + 1 - leadOf(text);
