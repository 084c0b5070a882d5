/** One stack, whose states are carried from window to window: `tokens` (T·B, 1) in, the next character out. */
import { type Architecture, forwardsOnly, inputOf } from '../../model/architecture';
import { carriedStack } from '../../model/carriedStack';
import { forwardStack, outputSize } from '../../model/stack';

export const languageModelNetwork: Architecture = {
  settle: forwardsOnly,
  stacks: (shape) => [forwardStack(shape)],
  modules: ['rnn'],
  slots: () => [],
  headInputs: (shape) => outputSize(forwardStack(shape)),
  features(writing) {
    const { outputs, layers } = carriedStack(writing, forwardStack(writing.shape), inputOf(writing, 'tokens', writing.size.window));
    return { features: outputs, layers };
  },
  tells: 'each step',
  carries: true,
  weighted: false,
  get stepping() {
    return languageModelNetwork;
  },
};
