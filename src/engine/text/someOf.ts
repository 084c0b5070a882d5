import { shortened } from './shortened';

/** Of a path there has to be enough to tell it from others. */
const LONGEST = 300;

/** The first few of many names, and how many more there are: “a, b, c and 1,200 more”. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names
    .slice(0, most)
    .map((name) => shortened(name, LONGEST))
    .join(', ');
  return names.length > most ? `${shown} and ${(names.length - most).toLocaleString('en')} more` : shown;
}
