/** A table of first states for each label; then a language model. Reads `labels` (B, 1) and `decoder.tokens` (T·B, 1). */
import { type Architecture, inputOf } from '../../model/architecture';
import type { NetworkShape } from '../../model/networkShape';
import { runStack } from '../../model/runStack';
import { forwardStack, type Stack } from '../../model/stack';
import { languageModelNetwork } from '../languageModel/network';
import { labelSlot, labelSlots } from './labelStates';

export const generateFromLabelNetwork: Architecture = {
  ...languageModelNetwork,
  stacks: (shape) => [writer(shape)],
  slots: labelSlots,
  features(writing) {
    const { builder, shape, parameters, size, dropout, given } = writing;
    const { window, targetWindow = window } = size;
    const labels = inputOf(writing, 'labels', 1);
    const initial = (layer: number, state: string) => builder.gather(parameters.at(labelSlot(layer, state)), labels, 'label');
    const tokens = inputOf(writing, 'decoder.tokens', targetWindow);
    const { outputs, layers } = runStack(builder, writer(shape), parameters, { tokens, window: targetWindow, initial, dropout, given });
    return { features: outputs, layers };
  },
  carries: false,
  weighted: true,
  stepping: languageModelNetwork,
};

function writer(shape: NetworkShape): Stack {
  return { ...forwardStack(shape), reads: 'targetWindow' };
}
