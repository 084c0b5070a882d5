/**
 * An encoder and a decoder, whose states begin as the encoder's end; with attention it looks back at the source after its top
 * layer. Reads `tokens` and `mask` (S·B, 1), and `decoder.tokens` (T·B, 1).
 */
import { type Architecture, inputOf } from '../../model/architecture';
import { attentionSlots } from '../../model/attention';
import type { NetworkShape } from '../../model/networkShape';
import { forwardStack, type Stack, stackBothWays } from '../../model/stack';
import { bridgeSlots } from './bridge';
import { decode, encode } from './encoderDecoder';

export const translateNetwork: Architecture = {
  settle: ({ bidirectional, attention, hidden, decoderHidden = hidden }) => ({ bidirectional, attention, decoderHidden }),
  stacks: encoderAndDecoder,
  modules: ['encoder', 'decoder'],
  slots: (shape) => [...bridgeSlots(shape), ...attentionSlots(shape)],
  headInputs: ({ decoderHidden }) => decoderHidden,
  features(writing) {
    const { builder, shape, parameters, size, dropout, given } = writing;
    const { window, targetWindow = window } = size;
    const source = { tokens: inputOf(writing, 'tokens', window), mask: inputOf(writing, 'mask', window), window, dropout, given };
    const encoded = encode(builder, shape, parameters, source);
    const target = { tokens: inputOf(writing, 'decoder.tokens', targetWindow), window: targetWindow, dropout, given };
    const decoded = decode(builder, shape, parameters, encoded, target);
    return { ...decoded, layers: [...encoded.layers, ...decoded.layers] };
  },
  tells: 'each step',
  carries: false,
  weighted: true,
  stepping: undefined,
};

function encoderAndDecoder(shape: NetworkShape): readonly [Stack, Stack] {
  return [
    { ...stackBothWays(shape), part: 'encoder' },
    { ...forwardStack(shape), part: 'decoder', symbols: shape.targets, hidden: shape.decoderHidden, reads: 'targetWindow' },
  ];
}
