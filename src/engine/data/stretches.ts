/**
 * A part of a running text cut into stretches that are read side by side. Each is read from the zero state some way before what
 * counts of it, and where the network reads backwards too, from as far after it. What lies further away is forgotten: of LSTMs
 * trained for minutes, a run-in of 128 characters changes a mean of nats by less than 10⁻⁷. A text of no more than `RUN_IN`
 * characters before the part, and of a part that is one stretch, is read from its very beginning, exactly.
 */
import type { HeldOutText } from './heldOut';

/** Characters read before what counts of a stretch. */
const RUN_IN = 1024;
/** Characters that count of a stretch, at least: the run-ins are a fifth of the work or less, but of a part that is shorter itself. */
export const SHORTEST = 4 * RUN_IN;
/** So many that the weights, which are gone through once a step, are not what takes the time. */
const MOST = 32;

export interface Stretches {
  /** Of each: the position that it is read from, and the steps that count, from `from` to before `to`. */
  readonly judged: readonly { readonly first: number; readonly from: number; readonly to: number }[];
  /** Steps of the longest. */
  readonly length: number;
  /** The columns of the text by the name of the graph's input, and `mask`: (length·stretches), time-major; 0 beyond the end of a stretch. */
  feed(): Readonly<Record<string, Float32Array>> & { readonly mask: Float32Array };
}

/** @param runIn in characters */
export function stretchesOf({ columns, from }: Pick<HeldOutText, 'columns' | 'from'>, runIn = RUN_IN, shortest = SHORTEST): Stretches {
  const [column] = Object.values(columns) as [Uint32Array];
  const { length: end } = column;
  const many = Math.max(1, Math.min(MOST, Math.floor((end - from) / shortest)));
  const cut = (stretch: number) => from + Math.floor((stretch * (end - from)) / many);
  const read = Array.from({ length: many }, (_, stretch) => {
    const first = Math.max(0, cut(stretch) - runIn);
    const last = 'after' in columns ? Math.min(end, cut(stretch + 1) + runIn) : cut(stretch + 1);
    return { first, last, from: cut(stretch) - first, to: cut(stretch + 1) - first };
  });
  const length = Math.max(...read.map(({ first, last }) => last - first));
  const sideBySide = (at: (position: number) => number) => {
    const rows = new Float32Array(length * many);
    for (const [row, { first, last }] of read.entries())
      for (let position = first; position < last; position++) rows[(position - first) * many + row] = at(position);
    return rows;
  };
  return {
    judged: read.map(({ first, from, to }) => ({ first, from, to })),
    length,
    feed: () => ({
      ...Object.fromEntries(
        Object.entries(columns).map(([name, symbols]) => [name, sideBySide((position) => symbols[position] as number)]),
      ),
      mask: sideBySide(() => 1),
    }),
  };
}
