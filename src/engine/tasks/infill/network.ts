/**
 * A forward stack reads `tokens` (T·B, 1), the character before each target, a backward one `after` (T·B, 1), the one after it;
 * they meet in the head, and neither sees what is to be told. The forward states are carried. With `sideHeads` each also tells
 * the character alone, by a head of its own: two language models, one from each end, by which whole fillings are judged.
 */
import type { View } from '../../backend';
import type { Architecture } from '../../model/architecture';
import { inputOf } from '../../model/architecture';
import { carriedStack } from '../../model/carriedStack';
import type { NetworkShape } from '../../model/networkShape';
import { headSlots, sideHead } from '../../model/parameterSlot';
import { join, runStack } from '../../model/runStack';
import { type Direction, forwardStack, type Stack } from '../../model/stack';

const DIRECTIONS: readonly Direction[] = ['forward', 'backward'];

export const infillNetwork: Architecture = {
  settle: ({ hidden, bidirectional }) => ({
    bidirectional: bidirectional === 'no' ? 'concat' : bidirectional,
    attention: 'none',
    decoderHidden: hidden,
  }),
  stacks: bothSides,
  modules: ['forwards', 'backwards'],
  slots: ({ sideHeads, hidden, targets }) =>
    sideHeads ? DIRECTIONS.flatMap((direction) => headSlots(sideHead(direction), hidden, targets)) : [],
  headInputs: ({ bidirectional, hidden }) => (bidirectional === 'concat' ? 2 * hidden : hidden),
  features(writing) {
    const { builder, shape, parameters, size, dropout, given } = writing;
    const { window } = size;
    const [forwards, backwards] = bothSides(shape);
    const before = carriedStack(writing, forwards, inputOf(writing, 'tokens', window));
    const after = runStack(builder, backwards, parameters, { tokens: inputOf(writing, 'after', window), window, dropout, given });
    const outputs = [before.outputs, after.outputs];
    return {
      features: join(builder, forwards, outputs),
      ...(shape.sideHeads && {
        sides: DIRECTIONS.map((direction, side) => ({ head: sideHead(direction), outputs: outputs[side] as View })),
      }),
      layers: [...before.layers, ...after.layers],
    };
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
