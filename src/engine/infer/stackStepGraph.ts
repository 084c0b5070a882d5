/**
 * Graphs for reading side by side: one symbol further for each of B texts. A text may go on from any of the ones before:
 * `parents` (B, 1) says from which, and its states are fetched from there.
 */
import type { Graph, View } from '../backend';
import { GraphBuilder } from '../graph/graphBuilder';
import { rowsOf } from '../graph/views';
import { carrySlot } from '../model/carriedStack';
import { head } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { sideHead } from '../model/parameterSlot';
import { parameterSlots } from '../model/parameterSlots';
import { type Parameters, parameterViews } from '../model/parameterViews';
import { runStack, type TracedUnroll } from '../model/runStack';
import type { Direction, Stack } from '../model/stack';

/**
 * One step of a network that is one stack, or of one of two that meet in the head. Inputs: `tokens` and `parents` (B, 1); slots
 * beside the parameters: `carry.0.h` …. Output: `logits` (B, targets); of two stacks this direction's share of them: those of a
 * position are the sum of both, for the head is linear. The forward share has the bias. Where each direction has a head of its own,
 * `alone` are the logits of that.
 */
export function stackStepGraph(shape: NetworkShape, direction: Direction, batch: number): Graph {
  const builder = new GraphBuilder();
  const parameters = parameterViews(builder, parameterSlots(shape));
  const stack = shape.architecture.stacks(shape).find(({ directions }) => directions.includes(direction)) as Stack;
  const { initial, carry } = goingOn(builder, batch, shape.hidden, carrySlot);
  const { outputs, layers } = runStack(builder, stack, parameters, { tokens: builder.input('tokens', batch, 1), window: 1, initial });
  carry(layers);
  const share = headShare(shape, parameters, direction);
  const logits = direction === 'forward' ? builder.gemm(outputs, share, { add: parameters.at('head.bias') }) : builder.gemm(outputs, share);
  builder.output('logits', logits);
  if (shape.sideHeads) builder.output('alone', head(builder, parameters, outputs, sideHead(direction)));
  return builder.build();
}

/** States in slots, each row from its parent's. */
export function goingOn(builder: GraphBuilder, batch: number, hidden: number, slotOf: (layer: number, state: string) => string) {
  const parents = builder.input('parents', batch, 1);
  return {
    initial: (layer: number, state: string) => builder.gather(builder.slot(slotOf(layer, state), batch, hidden), parents, 'from parents'),
    carry: (layers: readonly TracedUnroll[]) => {
      for (const { layer, unrolled } of layers) for (const [state, view] of unrolled.final) builder.setNext(slotOf(layer, state), view);
    },
  };
}

/** The rows of the head that a direction meets. */
function headShare({ bidirectional, hidden }: NetworkShape, parameters: Parameters, direction: Direction): View {
  const weight = parameters.at('head.weight');
  return bidirectional === 'sum' ? weight : rowsOf(weight, direction === 'forward' ? 0 : hidden, hidden);
}
