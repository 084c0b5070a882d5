/**
 * Given weights → those that a training starts from. What counts symbols goes from symbol to symbol, and never from row to row: of symbols that
 * are new the initializer's numbers stay, those that are gone are left behind.
 */
import { CheckpointError } from '../checkpoint/checkpointError';
import { importPyTorch, pyTorchSizes, readAs } from '../checkpoint/interchange';
import { requireTensor, type Tensor } from '../checkpoint/tensor';
import type { SavedSymbols } from '../data/symbols';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';
import type { Learning } from '../tasks/task';
import { learningOf, taskOf } from '../tasks/tasks';
import { UNKNOWN, unitWords } from '../text/units';
import { shown } from '../text/visible';
import type { GivenWeights } from './givenWeights';
import { type RowNames, withMatched } from './matchedRows';
import { type SymbolAxis, symbolAxes } from './symbolAxes';

type Kind = SymbolAxis['of'];

export interface Carried {
  readonly weights: ReadonlyMap<string, Tensor>;
  /** What was matched, added and dropped, and all that was assumed, in whole sentences. */
  readonly notes: readonly string[];
}

/** What a training is that starts from given weights. */
export interface Receiver {
  readonly experiment: Experiment;
  readonly shape: NetworkShape;
  readonly symbols: SavedSymbols;
  /** Of what there is to learn from, where more is kept. */
  readonly own: SavedSymbols;
}

/** @param drawn what the initializer drew: the names and shapes that are expected. @throws CheckpointError naming what does not fit */
export function carryWeights(given: GivenWeights, drawn: ReadonlyMap<string, Tensor>, receiver: Receiver): Carried {
  const { shape, experiment } = receiver;
  const axisOf = symbolAxes(shape);
  const counts = countsIn(given, drawn, shape);
  const tensors = given.pyTorch ? importPyTorch(given.tensors, { ...shape, ...counts }) : given.tensors;
  const rows = (kind: Kind) => rowsOf(kind, given, counts[kind], receiver);
  const names: Readonly<Record<Kind, Rows>> = { vocabulary: rows('vocabulary'), targets: rows('targets'), labels: rows('labels') };
  const weights = new Map<string, Tensor>();
  const anew: string[] = [];
  for (const [name, tensor] of drawn) {
    if (isSideHead(name) && !tensors.has(name)) {
      weights.set(name, tensor);
      anew.push(name);
      continue;
    }
    const counted = axisOf(name);
    if (!counted) weights.set(name, requireTensor(tensors, name, tensor.shape));
    else {
      const { from, to } = names[counted.of];
      const expected = tensor.shape.map((length, axis) => (axis === counted.axis ? from.length : length));
      weights.set(name, withMatched(tensor, requireTensor(tensors, name, expected), counted.axis, from, to));
    }
  }
  const left = [...tensors.keys()].some((name) => isSideHead(name) && !drawn.has(name));
  return {
    weights,
    notes: [
      ...(given.symbols ? [`Started from ${given.name}: ${told(names, receiver)}.`] : assumed(given, names, experiment)),
      ...(given.pyTorch ? readAs(given.tensors, { ...shape, ...counts }) : []),
      ...(anew.length > 0 ? [SIDE_HEADS_DRAWN] : []),
      ...(left ? ['The heads of each direction alone are left behind, as this run has none (sideHeads).'] : []),
      ...otherEquations(given, experiment),
    ],
  };
}

/** Said where a model of an earlier version gets what it had not. */
export const SIDE_HEADS_DRAWN =
  'The weights have no heads of each direction alone (sideHeads), by which fillings are compared: these are drawn afresh, and learned from here.';

export const isSideHead = (name: string) => /^(forwards|backwards)_head\./.test(name);

/** What rows stand for there and here, with the boundary where there is one. */
interface Rows {
  readonly from: RowNames;
  readonly to: RowNames;
}

/** How many symbols the tensors are for. */
function countsIn(given: GivenWeights, drawn: ReadonlyMap<string, Tensor>, shape: NetworkShape): Readonly<Record<Kind, number>> {
  if (given.pyTorch) return pyTorchSizes(given.tensors, shape);
  const axisOf = symbolAxes(shape);
  const count = (kind: Kind) => {
    const name = [...drawn.keys()].find((each) => axisOf(each)?.of === kind && given.tensors.has(each));
    const axis = name === undefined ? undefined : axisOf(name)?.axis;
    return (axis !== undefined && given.tensors.get(name as string)?.shape[axis]) || shape[kind];
  };
  return { vocabulary: count('vocabulary'), targets: count('targets'), labels: count('labels') };
}

/** @throws CheckpointError where it cannot be known what the rows stand for */
function rowsOf(kind: Kind, { symbols: theirs }: GivenWeights, count: number, { experiment, symbols }: Receiver): Rows {
  const { read, told } = taskOf(experiment).boundary;
  const bounded = kind === 'vocabulary' ? read : kind === 'targets' && told;
  const to: RowNames = [...symbols[kind], ...(bounded ? [undefined] : [])];
  const known = theirs?.[kind] ?? (kind === 'targets' && sameSymbols(symbols.targets, symbols.vocabulary) ? theirs?.vocabulary : undefined);
  if (known === undefined) {
    if (count === to.length) return { from: to, to };
    throw new CheckpointError(
      `The weights have rows for ${count} ${WORDS[kind]}, and here are ${to.length}. Which is which they do not say: give a file that does, with --init-vocabulary.`,
    );
  }
  const missing = count - known.length;
  if (missing === 0) return { from: known, to };
  if (missing === 1 && bounded) return { from: [...known, undefined], to };
  throw new CheckpointError(
    `The weights have rows for ${count} ${WORDS[kind]}, and their vocabulary names ${known.length}: they do not belong together.`,
  );
}

const WORDS: Readonly<Record<Kind, string>> = {
  vocabulary: 'symbols that are read',
  targets: 'symbols that are told apart',
  labels: 'labels',
};

/** "of its 30 characters 27 matched, 3 added (ä, ö, ü) and 3 dropped (q, x, z)" */
function told(names: Readonly<Record<Kind, Rows>>, { experiment, own }: Receiver): string {
  const { vocabulary, targets, labels } = names;
  const learning = learningOf(experiment);
  const both = sameNames(vocabulary.from, targets.from) && sameNames(vocabulary.to, targets.to);
  const { read, written } = wordsFor(learning, unitWords(experiment.units).many);
  const kinds = [
    ['vocabulary', both ? unitWords(experiment.units).many : read],
    ...(both ? [] : [['targets', written] as const]),
    ...(labels.to.length > 0 ? [['labels', 'labels'] as const] : []),
  ] as const;
  return kinds.map(([kind, words]) => counted(names[kind], new Set(own[kind]), words)).join('; ');
}

/** What is read and what is told apart is called, where these differ. */
function wordsFor(learning: Learning, many: string): { readonly read: string; readonly written: string } {
  if (learning.from === 'text') return { read: many, written: 'symbols that are told apart' };
  const { labelled, aligned, columns } = learning;
  if (labelled) return { read: many, written: `${columns.target}s` };
  if (aligned) return { read: many, written: 'tags' };
  return { read: `${many} of a ${columns.input}`, written: `${many} of a ${columns.target}` };
}

function counted({ from, to }: Rows, own: ReadonlySet<string>, words: string): string {
  const listed = (all: RowNames) => all.filter((name) => name !== undefined);
  const [before, now] = [listed(from), listed(to)];
  const [inBefore, inNow] = [new Set(before), new Set(now)];
  const matched = now.filter((name) => inBefore.has(name));
  const kept = matched.filter((name) => !own.has(name));
  const added = now.filter((name) => !inBefore.has(name));
  const dropped = before.filter((name) => !inNow.has(name));
  const each = (count: readonly string[], what: string) =>
    count.length === 0 ? [] : [`${grouped(count.length)} ${what} (${shown(count)})`];
  const parts = [
    `${grouped(matched.length - kept.length)} matched`,
    ...each(kept, 'kept that are not in what is learned now'),
    ...each(added, 'added'),
    ...each(dropped, 'dropped'),
  ];
  return `of its ${grouped(before.length)} ${words} ${parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`}`;
}

const grouped = (count: number) => count.toLocaleString('en');

/** Of weights that do not say what their rows are. */
function assumed({ name }: GivenWeights, { vocabulary, targets, labels }: Readonly<Record<Kind, Rows>>, { units }: Experiment): string[] {
  const ends = ({ to }: Rows) => {
    const symbols = to.filter((name) => name !== undefined && name !== UNKNOWN) as string[];
    return `the first row is taken to be ${shown(symbols.slice(0, 1))} and the last ${shown(symbols.slice(-1))}`;
  };
  const parts = [
    `${ends(vocabulary)}, in order of code points`,
    ...(sameNames(vocabulary.to, targets.to) ? [] : [`of what is told apart ${ends(targets)}`]),
    ...(labels.to.length > 0 ? [`of labels ${ends(labels)}`] : []),
  ];
  return [
    `Started from ${name}, which does not say which ${unitWords(units).one} each of its rows is, and has as many as are needed: ${parts.join('; ')}. If that is not so, give its vocabulary with --init-vocabulary.`,
  ];
}

function otherEquations({ checkpoint }: GivenWeights, { cell, cellSource }: Experiment): string[] {
  if (!checkpoint || cellSource === '' || cellSource === checkpoint.cellSource) return [];
  return [`The equations of ${cell} are not those that the weights were learned with: training goes on with them as they are now.`];
}

const sameNames = (a: RowNames, b: RowNames) => a.length === b.length && a.every((name, index) => name === b[index]);
const sameSymbols: (a: readonly string[], b: readonly string[]) => boolean = sameNames;
