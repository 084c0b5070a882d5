/**
 * Corpus BLEU (Papineni et al., 2002), one reference each, without smoothing: the brevity penalty times the geometric mean
 * of the clipped precisions of 1- to 4-grams. A word is a run of letters, marks, digits and apostrophes; any other
 * character that is no space is a word of its own.
 */
const LONGEST = 4;

/** 0…1; undefined where no truth has four words, so that there is nothing to measure. */
export function bleu(rows: readonly { readonly truth: string; readonly guess: string }[]): number | undefined {
  const matches = new Array<number>(LONGEST).fill(0);
  const guessed = new Array<number>(LONGEST).fill(0);
  let [truthLength, guessLength, measurable] = [0, 0, false];
  for (const row of rows) {
    const [truth, guess] = [wordsOf(row.truth), wordsOf(row.guess)];
    truthLength += truth.length;
    guessLength += guess.length;
    measurable ||= truth.length >= LONGEST;
    for (let n = 1; n <= LONGEST; n++) {
      const wanted = countGrams(truth, n);
      for (const [gram, count] of countGrams(guess, n)) {
        matches[n - 1] = (matches[n - 1] as number) + Math.min(count, wanted.get(gram) ?? 0);
        guessed[n - 1] = (guessed[n - 1] as number) + count;
      }
    }
  }
  if (!measurable) return undefined;
  if (matches.includes(0)) return 0;
  const logPrecision = matches.reduce((sum, match, index) => sum + Math.log(match / (guessed[index] as number)), 0) / LONGEST;
  return Math.exp(Math.min(0, 1 - truthLength / guessLength) + logPrecision);
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}'’]+|[^\s\p{L}\p{M}\p{N}'’]/gu) ?? [];
}

function countGrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const gram = words.slice(start, start + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
