/** TEMP */
import type { NetworkShape } from './networkShape';
import { matrixSlot, type ParameterSlot } from './parameterSlot';
import { outputSize, type Stack, stacksOf } from './stack';

export function attentionSlots(shape: NetworkShape): ParameterSlot[] {
  if (shape.attention === 'none') return [];
  const [encoder] = stacksOf(shape) as [Stack];
  const memory = outputSize(encoder);
  const { decoderHidden: hidden } = shape;
  const scores =
    shape.attention === 'dot'
      ? [matrixSlot('attention.W_a', memory, hidden)]
      : [matrixSlot('attention.W_q', hidden, hidden), matrixSlot('attention.W_k', memory, hidden), matrixSlot('attention.v', hidden, 1)];
  return [...scores, matrixSlot('attention.W_c', memory + hidden, hidden)];
}
