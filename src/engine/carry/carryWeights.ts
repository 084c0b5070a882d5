/**
 * Given weights → those that a training starts from. What counts symbols goes from symbol to symbol, and never from row to row: of symbols that
 * are new the initializer's numbers stay, those that are gone are left behind.
 */
import { importPyTorch, readAs } from '../checkpoint/interchange';
import { requireTensor, type Tensor } from '../checkpoint/tensor';
import { carriedNotes } from './carriedNotes';
import type { GivenWeights } from './givenWeights';
import { withMatched } from './matchedRows';
import type { Receiver } from './receiver';
import { symbolAxes } from './symbolAxes';
import { countsIn, rowsOf } from './symbolRows';

export interface Carried {
  readonly weights: ReadonlyMap<string, Tensor>;
  /** What was matched, added and dropped, and all that was assumed, in whole sentences. */
  readonly notes: readonly string[];
}

/** @param drawn what the initializer drew: the names and shapes that are expected. @throws CheckpointError naming what does not fit */
export function carryWeights(given: GivenWeights, drawn: ReadonlyMap<string, Tensor>, receiver: Receiver): Carried {
  const counts = countsIn(given, receiver.shape);
  const theirs = { ...receiver.shape, ...counts, sideHeads: [...given.tensors.keys()].some(isSideHead) };
  const tensors = given.pyTorch ? importPyTorch(given.tensors, theirs) : given.tensors;
  const rows = rowsOf(given, counts, receiver);
  const axes = symbolAxes(receiver.shape);
  const carried = (name: string, tensor: Tensor): Tensor => {
    if (isSideHead(name) && !theirs.sideHeads) return tensor;
    const counted = axes.get(name);
    if (!counted) return requireTensor(tensors, name, tensor.shape);
    const { from, to } = rows[counted.of];
    const expected = tensor.shape.map((length, axis) => (axis === counted.axis ? from.length : length));
    return withMatched(tensor, requireTensor(tensors, name, expected), counted.axis, from, to);
  };
  return {
    weights: new Map([...drawn].map(([name, tensor]) => [name, carried(name, tensor)])),
    notes: [
      ...carriedNotes(given, rows, receiver),
      ...(given.pyTorch ? readAs(given.tensors, theirs) : []),
      ...(receiver.shape.sideHeads && !theirs.sideHeads ? [SIDE_HEADS_DRAWN] : []),
      ...(theirs.sideHeads && !receiver.shape.sideHeads ? [SIDE_HEADS_LEFT] : []),
    ],
  };
}

/** Said where a model of an earlier version gets what it had not. */
export const SIDE_HEADS_DRAWN =
  'The weights have no heads of each direction alone (sideHeads), by which fillings are compared: these are drawn afresh, and learned from here.';
const SIDE_HEADS_LEFT = 'The heads of each direction alone are left behind, as this run has none (sideHeads).';

export const isSideHead = (name: string) => /^(forwards|backwards)_head\./.test(name);
