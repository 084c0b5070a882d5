/** Goes on from a prompt: from the zero state, at a line break where the prompt is empty. */
import type { Vocabulary } from '../../data/vocabulary';
import { continueText } from '../../infer/continueText';
import { stepperOf } from '../../infer/stepper';
import type { Abilities } from '../task';

export const generate: Abilities['generate'] = async (model, options, environment) => {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  stepper.reset();
  return continueText(stepper, vocabulary, vocabulary.encode(options.prompt || firstPrompt(vocabulary)), options, environment);
};

function firstPrompt({ characters }: Vocabulary): string {
  return characters.includes('\n') ? '\n' : (characters[0] as string);
}
