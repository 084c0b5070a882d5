/** Which rows are never trained on: chosen by the seed, as files are often sorted. */
import { Random } from '../random';
import type { Pair } from './pairs';

export interface Parts {
  readonly train: readonly Pair[];
  readonly held: readonly Pair[];
}

/**
 * Rows with the same input stay together, lest what is tested was seen in training.
 * @param fraction of the rows, or a little less
 * @param labelled one row of each label at least is trained on
 */
export function holdOut(pairs: readonly Pair[], fraction: number, seed: number, labelled: boolean): Parts {
  const wanted = Math.floor(pairs.length * fraction);
  const left = countBy(pairs, labelOf);
  const held = new Set<Pair>();
  for (const group of Random.fromSeed(seed).shuffled(groupBy(pairs, ({ row }) => row.input))) {
    if (held.size + group.length > wanted) continue;
    const taken = countBy(group, labelOf);
    if (labelled && [...taken].some(([label, count]) => left.get(label) === count)) continue;
    for (const [label, count] of taken) left.set(label, (left.get(label) as number) - count);
    for (const pair of group) held.add(pair);
  }
  return { train: pairs.filter((pair) => !held.has(pair)), held: pairs.filter((pair) => held.has(pair)) };
}

const labelOf = ({ target }: Pair) => target[0] as string;

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
