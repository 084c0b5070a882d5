/**
 * Graphs for searching: one symbol further for each of B hypotheses. A hypothesis may go on from any of the ones before:
 * `parents` (B, 1) says from which, and its states are fetched from there.
 */
import type { Graph, View } from '../backend';
import { GraphBuilder } from '../graph/graphBuilder';
import { rowsOf } from '../graph/views';
import { type Memory, memorySlots } from '../model/attention';
import { carrySlot, head, type Size } from '../model/network';
import type { NetworkShape } from '../model/networkShape';
import { parameterSlots } from '../model/parameterSlots';
import { type Parameters, parameterViews } from '../model/parameterViews';
import { runStack, type TracedUnroll } from '../model/runStack';
import { type Direction, type Stack, stacksOf } from '../model/stack';
import { decode, encode } from '../tasks/translate/encoderDecoder';

/**
 * Reads sources: inputs `tokens` and `mask` (S·B, 1). Its outputs are named as the state slots of `decoderStepGraph` for the
 * same size, which are to be written from them.
 */
export function encoderGraph(shape: NetworkShape, { batch, window }: Size): Graph {
  const builder = new GraphBuilder();
  const parameters = parameterViews(builder, parameterSlots(shape));
  const [tokens, mask] = ['tokens', 'mask'].map((name) => builder.input(name, window * batch, 1)) as [View, View];
  const { initial, memory } = encode(builder, shape, parameters, { tokens, mask, window });
  shape.cells.forEach(({ states }, layer) => {
    for (const state of states) builder.output(decoderSlot(layer, state), initial(layer, state));
  });
  if (memory) for (const [name, view] of Object.entries(memory)) builder.output(`memory.${name}`, view);
  return builder.build();
}

/**
 * One step of the decoder. Inputs: `decoder.tokens` and `parents` (B, 1). Slots beside the parameters: `carry.decoder.0.h` …,
 * which move on, and with attention `memory.values` …, which stay: row b looks at source b. Outputs: `logits` (B, targets),
 * and with attention `alignment` (B, S).
 */
export function decoderStepGraph(shape: NetworkShape, { batch, window }: Size): Graph {
  const builder = new GraphBuilder();
  const parameters = parameterViews(builder, parameterSlots(shape));
  const tokens = builder.input('decoder.tokens', batch, 1);
  const hidden = shape.decoderHidden;
  const { initial, carry } = goingOn(builder, batch, hidden, decoderSlot);
  const memory = shape.attention === 'none' ? undefined : memoryViews(builder, shape, batch, window);
  const decoded = decode(builder, shape, parameters, { initial, ...(memory && { memory }) }, { tokens, window: 1 });
  carry(decoded.layers);
  builder.output('logits', head(builder, parameters, decoded.features));
  if (decoded.alignment) builder.output('alignment', decoded.alignment);
  return builder.build();
}

/**
 * One step of a network that is one stack, or of one of infill's two. Inputs: `tokens` and `parents` (B, 1); slots beside the
 * parameters: `carry.0.h` …. Output: `logits` (B, targets); of infill this direction's share of them: those of a position are
 * the sum of both, for the head is linear. The forward share has the bias.
 */
export function stackStepGraph(shape: NetworkShape, direction: Direction, batch: number): Graph {
  const builder = new GraphBuilder();
  const parameters = parameterViews(builder, parameterSlots(shape));
  const stack = stacksOf(shape).find(({ directions }) => directions.includes(direction)) as Stack;
  const { initial, carry } = goingOn(builder, batch, shape.hidden, carrySlot);
  const { outputs, layers } = runStack(builder, stack, parameters, { tokens: builder.input('tokens', batch, 1), window: 1, initial });
  carry(layers);
  const share = headShare(shape, parameters, direction);
  const logits = direction === 'forward' ? builder.gemm(outputs, share, { add: parameters.at('head.bias') }) : builder.gemm(outputs, share);
  builder.output('logits', logits);
  return builder.build();
}

export const decoderSlot = (layer: number, state: string) => `carry.decoder.${layer}.${state}`;

/** The rows of the head that a direction meets. */
function headShare({ bidirectional, hidden }: NetworkShape, parameters: Parameters, direction: Direction): View {
  const weight = parameters.at('head.weight');
  return bidirectional === 'sum' ? weight : rowsOf(weight, direction === 'forward' ? 0 : hidden, hidden);
}

/** States in slots, each row from its parent's. */
function goingOn(builder: GraphBuilder, batch: number, hidden: number, slotOf: (layer: number, state: string) => string) {
  const parents = builder.input('parents', batch, 1);
  return {
    initial: (layer: number, state: string) => builder.gather(builder.slot(slotOf(layer, state), batch, hidden), parents, 'from parents'),
    carry: (layers: readonly TracedUnroll[]) => {
      for (const { layer, unrolled } of layers) for (const [state, view] of unrolled.final) builder.setNext(slotOf(layer, state), view);
    },
  };
}

function memoryViews(builder: GraphBuilder, shape: NetworkShape, batch: number, window: number): Memory {
  const { values, keys, mask } = memorySlots(shape, batch, window);
  return {
    values: builder.slot('memory.values', values.rows, values.columns),
    keys: builder.slot('memory.keys', keys.rows, keys.columns),
    mask: builder.slot('memory.mask', mask.rows, mask.columns),
  };
}
