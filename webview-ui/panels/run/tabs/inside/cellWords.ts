// A column and a value at the crosshair, in words.
import { unitWords } from '../../../../../src/protocol/textUnits';
import { alone, count, signed, textShown } from '../../../../components/figures';
import type { Cell, Inspection } from './inspection';

/** Characters of a column that are written out. */
const WRITTEN = 12;

/** “t”, and “the light th…” for a column of several characters. */
export function columnInWords({ axis, inspected }: Inspection, index: number): string {
  const { from, to } = axis.column(index);
  if (to - from <= 1) return `“${alone(inspected.characters.value[index] ?? '')}”`;
  const some = textShown(inspected.characters.value.slice(from, Math.min(to, from + WRITTEN)).join(''));
  return `“${some}${to - from > WRITTEN ? '…' : ''}”`;
}

/** −0.38, and −0.02 (−0.93 … 0.98) for a column of several characters. */
export function valueInWords(cell: Cell | undefined, digits = 2): string {
  if (!cell) return '…';
  const { value, low, high } = cell;
  if (low === undefined || high === undefined) return signed(value, digits);
  return `${signed(value, digits)} (${signed(low, digits)} … ${signed(high, digits)})`;
}

/** character 15, and characters 1,025–1,152. */
export function placeInWords({ axis }: Inspection, index: number): string {
  const { from, to } = axis.column(index);
  const { one, many } = unitWords(axis.units.value);
  return to - from <= 1 ? `${one} ${index + 1}` : `${many} ${count(from + 1)}–${count(to)}`;
}
