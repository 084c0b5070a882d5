// What a reader should notice in the surprise of several models at the same text: computed from the numbers.
import { type UnitWords, unitWords } from '../../../src/protocol/textUnits';
import { count, signed, textShown } from '../../components/figures';

interface Reader {
  readonly name: string;
  /** At each character; NaN where nothing was predicted. */
  readonly bits: Float32Array;
}

/** Characters around the one where two differ most. */
const AROUND = 12;

/** Over the characters that all of them predict. */
export function comparedInWords(
  readers: readonly Reader[],
  characters: readonly string[],
  units: UnitWords = unitWords('characters'),
): string {
  const told = characters.map((_, t) => t).filter((t) => readers.every(({ bits }) => Number.isFinite(bits[t])));
  if (told.length === 0) return `No ${units.one} is predicted by all of them.`;
  const means = readers.map(({ name, bits }) => `${name} ${signed(told.reduce((sum, t) => sum + (bits[t] as number), 0) / told.length)}`);
  const [first, ...others] = readers as [Reader, ...Reader[]];
  const sentences = others.map((other) => {
    const difference = (t: number) => (other.bits[t] as number) - (first.bits[t] as number);
    const better = told.filter((t) => difference(t) < 0).length;
    const most = told.reduce((a, b) => (Math.abs(difference(b)) > Math.abs(difference(a)) ? b : a));
    const before = textShown(characters.slice(Math.max(0, most - AROUND), most + 1).join(''));
    const by = `${signed(Math.abs(difference(most)), 1)} bits ${difference(most) < 0 ? 'less' : 'more'}`;
    return `${other.name} expects ${count(better)} of ${count(told.length)} ${units.many} better than ${first.name}; they differ most at the end of “${before}”: ${by}.`;
  });
  return [`Bits a ${units.one}: ${means.join(', ')}.`, ...sentences].join(' ');
}
