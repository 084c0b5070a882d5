/** Reads a number from the command line and says what would have been one. */
import { InvalidArgumentError } from 'commander';

import type { Range } from '../protocol/answerOptions';

export function numberArgument({ least, most, whole }: Omit<Range, 'initial'>): (text: string) => number {
  return (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (number >= least && number <= most && (!whole || Number.isSafeInteger(number))) return number;
    const kind = whole ? 'a whole number' : 'a number';
    throw new InvalidArgumentError(`Give ${kind} from ${least} to ${most}.`);
  };
}

/** A character, which people count from 1, as its place in the text, which counts from 0. */
export const characterArgument = (text: string): number => numberArgument({ least: 1, most: 1_000_000_000, whole: true })(text) - 1;
