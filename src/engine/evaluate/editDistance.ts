/** Levenshtein's distance: the fewest insertions, deletions and replacements that make one sequence another. */
export function editDistance(from: readonly string[], to: readonly string[]): number {
  // distances[j]: from what was read of `from` to the first j of `to`.
  let distances = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (const [i, symbol] of from.entries()) {
    const next = [i + 1];
    for (const [j, other] of to.entries()) {
      const replaced = (distances[j] as number) + (symbol === other ? 0 : 1);
      next.push(Math.min(replaced, (distances[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    distances = next;
  }
  return distances[to.length] as number;
}
