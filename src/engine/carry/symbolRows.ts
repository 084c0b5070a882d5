/** What the rows of given weights stand for, and those of the network that they go into. */
import { CheckpointError } from '../checkpoint/checkpointError';
import { pyTorchSizes } from '../checkpoint/interchange';
import type { NetworkShape } from '../model/networkShape';
import type { SymbolAxis } from '../model/parameterSlot';
import { taskOf } from '../tasks/tasks';
import type { GivenWeights } from './givenWeights';
import type { RowNames } from './matchedRows';
import type { Receiver } from './receiver';
import { symbolAxes } from './symbolAxes';

export type Kind = SymbolAxis['of'];

/** There and here, with the boundary where there is one. */
export interface Rows {
  readonly from: RowNames;
  readonly to: RowNames;
  /** Whether it was said what they stand for; else they are taken to be as they are here. */
  readonly known: boolean;
}

export type SymbolRows = Readonly<Record<Kind, Rows>>;

/** How many symbols the tensors are for. */
export function countsIn(given: GivenWeights, shape: NetworkShape): Readonly<Record<Kind, number>> {
  if (given.pyTorch) return pyTorchSizes(given.tensors, shape);
  const axes = [...symbolAxes(shape)];
  const count = (kind: Kind) => {
    const [name, counted] = axes.find(([each, { of }]) => of === kind && given.tensors.has(each)) ?? [];
    return (name !== undefined && counted && given.tensors.get(name)?.shape[counted.axis]) || shape[kind];
  };
  return { vocabulary: count('vocabulary'), targets: count('targets'), labels: count('labels') };
}

/** @throws CheckpointError where it cannot be known what the rows stand for */
export function rowsOf(given: GivenWeights, counts: Readonly<Record<Kind, number>>, receiver: Receiver): SymbolRows {
  const of = (kind: Kind) => rowsOfKind(kind, given, counts[kind], receiver);
  return { vocabulary: of('vocabulary'), targets: of('targets'), labels: of('labels') };
}

function rowsOfKind(kind: Kind, { symbols: theirs }: GivenWeights, count: number, { experiment, symbols }: Receiver): Rows {
  const { read, told } = taskOf(experiment).boundary;
  const bounded = kind === 'vocabulary' ? read : kind === 'targets' && told;
  const to: RowNames = [...symbols[kind], ...(bounded ? [undefined] : [])];
  const alike = kind === 'targets' && sameSymbols(symbols.targets, symbols.vocabulary);
  const known = theirs?.[kind] ?? (alike ? theirs?.vocabulary : undefined);
  if (known === undefined) {
    if (count === to.length) return { from: to, to, known: false };
    throw new CheckpointError(
      `The weights have rows for ${count} ${WORDS[kind]}, and here are ${to.length}. They do not say which is which: give a file that does (--init-vocabulary).`,
    );
  }
  const missing = count - known.length;
  if (missing === 0) return { from: known, to, known: true };
  if (missing === 1 && bounded) return { from: [...known, undefined], to, known: true };
  throw new CheckpointError(
    `The weights have rows for ${count} ${WORDS[kind]}, and their vocabulary names ${known.length}: they do not belong together.`,
  );
}

const WORDS: Readonly<Record<Kind, string>> = {
  vocabulary: 'symbols that are read',
  targets: 'symbols that are told apart',
  labels: 'labels',
};

/** Without the boundary. */
export const symbolsIn = (rows: RowNames): readonly string[] => rows.filter((name) => name !== undefined);

/** Whether the symbols are the same, in the same order. */
export function sameSymbols(a: RowNames, b: RowNames): boolean {
  const [one, other] = [symbolsIn(a), symbolsIn(b)];
  return one.length === other.length && one.every((symbol, row) => symbol === other[row]);
}
