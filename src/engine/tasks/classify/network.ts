/** A stack over a text, with the head on the top layer's outputs when all is read. Reads as a tagger's does: `tokens` and `mask`. */
import { type Architecture, inputOf } from '../../model/architecture';
import { finalOutput, runStack } from '../../model/runStack';
import { stackBothWays } from '../../model/stack';
import { tagNetwork } from '../tag/network';

export const classifyNetwork: Architecture = {
  ...tagNetwork,
  features(writing) {
    const { builder, shape, parameters, size, dropout, given } = writing;
    const { window } = size;
    const stack = stackBothWays(shape);
    const [tokens, mask] = [inputOf(writing, 'tokens', window), inputOf(writing, 'mask', window)];
    const run = runStack(builder, stack, parameters, { tokens, window, mask, dropout, given });
    return { features: finalOutput(builder, stack, run, mask), layers: run.layers };
  },
  tells: 'once',
};
