/** The name that somebody who mistyped it probably meant. */
export function closestName(typed: string, names: readonly string[]): string | undefined {
  const farthest = typed.length > 3 ? 2 : 1;
  const [closest] = names
    .map((name) => ({ name, steps: distance(name, typed) }))
    .filter(({ name, steps }) => name.length > 1 && steps <= farthest)
    .sort((a, b) => a.steps - b.steps);
  return closest?.name;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const replaced = (row[k - 1] as number) + (a[i - 1] === b[k - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[k] as number) + 1, (next[k - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
