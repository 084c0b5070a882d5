/** What a kind of error is called, on the command line and in the panel: what would take it away. */
import type { ErrorBreakdown } from '../engine/results';

export function errorWords({ kind, upTo = 0 }: ErrorBreakdown['kinds'][number]): string {
  switch (kind) {
    case 'n-gram':
      return 'n-grams: up to 9 characters tell it';
    case 'memory':
      return `memory: its word stands in the last ${upTo.toLocaleString('en')} characters`;
    case 'rare word':
      return upTo === 0 ? 'a word that was not trained on' : `a rare word: trained on ${upTo === 1 ? 'once' : `${upTo} times`}`;
    case 'word break':
      return 'after a word break: which word comes next';
    case 'punctuation':
      return 'punctuation';
    case 'other':
      return `something else: ${Math.round(100 * upTo)} % more would do`;
  }
}
