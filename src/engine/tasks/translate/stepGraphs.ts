/** Translating step by step: the source is read at once, then the decoder goes one symbol further for each of B hypotheses. */
import type { Graph, View } from '../../backend';
import { ownStates } from '../../cell/cellProgram';
import { GraphBuilder } from '../../graph/graphBuilder';
import { goingOn } from '../../infer/stackStepGraph';
import type { Size } from '../../model/architecture';
import { type Memory, memorySlots } from '../../model/attention';
import type { ChangedNetwork } from '../../model/changedNetwork';
import { head } from '../../model/network';
import type { NetworkShape } from '../../model/networkShape';
import { parameterSlots } from '../../model/parameterSlots';
import { parameterViews } from '../../model/parameterViews';
import { decode, encode } from './encoderDecoder';

/**
 * Reads sources: inputs `tokens` and `mask` (S·B, 1). Its outputs are named as the state slots of `decoderStepGraph` for the
 * same size, which are to be written from them.
 */
export function encoderGraph(shape: NetworkShape, { batch, window }: Size, given?: ChangedNetwork['given']): Graph {
  const builder = new GraphBuilder();
  const parameters = parameterViews(builder, parameterSlots(shape));
  const [tokens, mask] = ['tokens', 'mask'].map((name) => builder.input(name, window * batch, 1)) as [View, View];
  const { initial, memory } = encode(builder, shape, parameters, { tokens, mask, window, given: given?.(builder) });
  shape.cells.forEach((cell, layer) => {
    for (const state of ownStates(cell)) builder.output(decoderSlot(layer, state), initial(layer, state));
  });
  if (memory) for (const [name, view] of Object.entries(memory)) builder.output(`memory.${name}`, view);
  return builder.build();
}

/**
 * One step of the decoder. Inputs: `decoder.tokens` and `parents` (B, 1). Slots beside the parameters: `carry.decoder.0.h` …,
 * which move on, and with attention `memory.values` …, which stay: row b looks at source b. Outputs: `logits` (B, targets),
 * and with attention `alignment` (B, S).
 */
export function decoderStepGraph(shape: NetworkShape, { batch, window }: Size, given?: ChangedNetwork['given']): Graph {
  const builder = new GraphBuilder();
  const parameters = parameterViews(builder, parameterSlots(shape));
  const tokens = builder.input('decoder.tokens', batch, 1);
  const { initial, carry } = goingOn(builder, batch, shape.decoderHidden, decoderSlot);
  const memory = shape.attention === 'none' ? undefined : memoryViews(builder, shape, batch, window);
  const decoded = decode(
    builder,
    shape,
    parameters,
    { initial, ...(memory && { memory }) },
    { tokens, window: 1, given: given?.(builder) },
  );
  carry(decoded.layers);
  builder.output('logits', head(builder, parameters, decoded.features));
  if (decoded.alignment) builder.output('alignment', decoded.alignment);
  return builder.build();
}

export const decoderSlot = (layer: number, state: string) => `carry.decoder.${layer}.${state}`;

function memoryViews(builder: GraphBuilder, shape: NetworkShape, batch: number, window: number): Memory {
  const { values, keys, mask } = memorySlots(shape, batch, window);
  return {
    values: builder.slot('memory.values', values.rows, values.columns),
    keys: builder.slot('memory.keys', keys.rows, keys.columns),
    mask: builder.slot('memory.mask', mask.rows, mask.columns),
  };
}
