/** A stack over a text, with the head at each position. Reads `tokens` and `mask` (T·B, 1), 1 in a text and 0 in its padding. */
import { type Architecture, inputOf } from '../../model/architecture';
import { runStack } from '../../model/runStack';
import { outputSize, stackBothWays } from '../../model/stack';

export const tagNetwork: Architecture = {
  settle: ({ bidirectional, hidden }) => ({ bidirectional, attention: 'none', decoderHidden: hidden }),
  stacks: (shape) => [stackBothWays(shape)],
  modules: ['rnn'],
  slots: () => [],
  headInputs: (shape) => outputSize(stackBothWays(shape)),
  features(writing) {
    const { builder, shape, parameters, size, dropout, given } = writing;
    const { window } = size;
    const [tokens, mask] = [inputOf(writing, 'tokens', window), inputOf(writing, 'mask', window)];
    const { outputs, layers } = runStack(builder, stackBothWays(shape), parameters, { tokens, window, mask, dropout, given });
    return { features: outputs, layers };
  },
  tells: 'each step',
  carries: false,
  weighted: true,
  stepping: undefined,
};
