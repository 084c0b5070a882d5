/** Which rows are never trained on: chosen by the seed, as files are often sorted. */
import { Random } from '../random';
import type { Pair } from './pairs';

export interface Parts {
  readonly train: readonly Pair[];
  readonly held: readonly Pair[];
}

/**
 * @param fraction of the rows, or a little less
 * @param labelled one row of each label at least is trained on
 */
export function holdOut(pairs: readonly Pair[], fraction: number, seed: number, labelled: boolean): Parts {
  const wanted = Math.floor(pairs.length * fraction);
  const left = new Map<string, number>();
  for (const { target } of pairs) left.set(labelOf(target), (left.get(labelOf(target)) ?? 0) + 1);
  const held = new Set<Pair>();
  for (const pair of Random.fromSeed(seed).shuffled(pairs)) {
    if (held.size >= wanted) break;
    const others = (left.get(labelOf(pair.target)) as number) - 1;
    if (labelled && others === 0) continue;
    left.set(labelOf(pair.target), others);
    held.add(pair);
  }
  return { train: pairs.filter((pair) => !held.has(pair)), held: pairs.filter((pair) => held.has(pair)) };
}

const labelOf = (target: readonly string[]) => target[0] as string;
