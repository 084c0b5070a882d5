/** Reads a number from the command line and says what would have been one. */
import { InvalidArgumentError } from 'commander';

export interface Range {
  readonly least: number;
  readonly most?: number;
  readonly whole?: boolean;
}

export function numberArgument({ least, most = Infinity, whole = false }: Range): (text: string) => number {
  return (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (number >= least && number <= most && (!whole || Number.isSafeInteger(number))) return number;
    const kind = whole ? 'a whole number' : 'a number';
    throw new InvalidArgumentError(`Give ${kind} ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`}.`);
  };
}
