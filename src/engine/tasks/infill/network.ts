/**
 * A forward stack reads `tokens` (T·B, 1), the character before each target, a backward one `after` (T·B, 1), the one after it;
 * they meet in the head, and neither sees what is to be told. The forward states are carried.
 */
import type { Architecture } from '../../model/architecture';
import { inputOf } from '../../model/architecture';
import { carriedStack } from '../../model/carriedStack';
import type { NetworkShape } from '../../model/networkShape';
import { join, runStack } from '../../model/runStack';
import { forwardStack, type Stack } from '../../model/stack';

export const infillNetwork: Architecture = {
  settle: ({ hidden, bidirectional }) => ({
    bidirectional: bidirectional === 'no' ? 'concat' : bidirectional,
    attention: 'none',
    decoderHidden: hidden,
  }),
  stacks: bothSides,
  modules: ['forwards', 'backwards'],
  slots: () => [],
  headInputs: ({ bidirectional, hidden }) => (bidirectional === 'concat' ? 2 * hidden : hidden),
  features(writing) {
    const { builder, shape, parameters, size, dropout, given } = writing;
    const { window } = size;
    const [forwards, backwards] = bothSides(shape);
    const before = carriedStack(writing, forwards, inputOf(writing, 'tokens', window));
    const after = runStack(builder, backwards, parameters, { tokens: inputOf(writing, 'after', window), window, dropout, given });
    return { features: join(builder, forwards, [before.outputs, after.outputs]), layers: [...before.layers, ...after.layers] };
  },
  tells: 'each step',
  carries: true,
  weighted: false,
  stepping: undefined,
};

function bothSides(shape: NetworkShape): readonly [Stack, Stack] {
  const forwards = forwardStack(shape);
  return [forwards, { ...forwards, directions: ['backward'] }];
}
