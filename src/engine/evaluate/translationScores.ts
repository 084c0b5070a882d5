/** How near translations come to what is right: exactly, by characters, and by length. */
import { editDistance } from './editDistance';

export interface Translated {
  readonly source: string;
  readonly truth: string;
  readonly guess: string;
}

/** Fraction that is right to the last character. */
export function exactMatch(rows: readonly Translated[]): number {
  return rows.filter(({ truth, guess }) => truth === guess).length / rows.length;
}

/** Σ edit distance / Σ length of the truth, in code points: 0 is right, and more than 1 is possible. */
export function characterErrorRate(rows: readonly Translated[]): number {
  let [edits, length] = [0, 0];
  for (const { truth, guess } of rows) {
    const characters = [...truth];
    edits += editDistance(characters, [...guess]);
    length += characters.length;
  }
  return edits / Math.max(1, length);
}

/** Exact match by the length of the source in code points, shortest first. */
export function exactByLength(rows: readonly Translated[]): { length: number; examples: number; exact: number }[] {
  const byLength = new Map<number, Translated[]>();
  for (const row of rows) {
    const length = [...row.source].length;
    const alike = byLength.get(length);
    if (alike) alike.push(row);
    else byLength.set(length, [row]);
  }
  return [...byLength].sort(([a], [b]) => a - b).map(([length, alike]) => ({ length, examples: alike.length, exact: exactMatch(alike) }));
}
