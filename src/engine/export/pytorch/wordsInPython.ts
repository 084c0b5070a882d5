/** How a text is cut into words, in Python: what Python's own tables do not know of characters is written out. */
import { UNSPACED_LETTER } from '../../text/units';
import words from './python/words.py';

const LAST = 0x10ffff;
const LONGEST = 108;

export function wordsInPython(): string {
  const ends: number[] = [];
  for (let point = 0, inside = false; point <= LAST + 1; point++) {
    const is = point <= LAST && (point < 0xd800 || point > 0xdfff) && UNSPACED_LETTER.test(String.fromCodePoint(point));
    if (is !== inside) ends.push(point);
    inside = is;
  }
  const rows: string[] = [];
  for (const end of ends.map((point) => point.toString(16))) {
    const last = rows.at(-1);
    if (last === undefined || last.length + end.length + 1 > LONGEST) rows.push(end);
    else rows[rows.length - 1] = `${last} ${end}`;
  }
  const text = rows.map((row, index) => `    "${row}${index + 1 < rows.length ? ' ' : ''}"\n`).join('');
  return words.replace('__UNSPACED__', `(\n${text})`);
}
