/** Writes a text of a label: from the label's states, with the boundary before the prompt, until it ends. */
import { prepended } from '../../data/joined';
import { continueText } from '../../infer/continueText';
import { stepperOf } from '../../infer/stepper';
import type { Abilities } from '../task';
import { labelNumber } from './labelNumber';
import { labelStates } from './labelStates';

/** @throws LabelError */
export const generate: Abilities['generate'] = async (model, options, environment) => {
  const { vocabulary, shape, weights, labels } = model;
  const stepper = stepperOf(model);
  stepper.restore(labelStates(shape, weights, labelNumber(labels, options.label)));
  const { tokens, unknown } = vocabulary.encode(options.prompt);
  return continueText(stepper, vocabulary, { tokens: prepended(vocabulary.boundary, tokens), unknown }, options, environment);
};
