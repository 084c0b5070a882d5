/** Goes on from a prompt: from the zero state, at a line break where the prompt is empty. */
import type { Vocabulary } from '../../data/vocabulary';
import { type Beginning, continueText } from '../../infer/continueText';
import { stepperOf } from '../../infer/stepper';
import type { Abilities } from '../task';

export const generate: Abilities['generate'] = async (model, options, environment) => {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  stepper.reset();
  const prompt = vocabulary.encodePrompt(options.prompt);
  return continueText(stepper, vocabulary, prompt.tokens.length > 0 ? prompt : beginning(vocabulary), options, environment);
};

/** A line break, where the model knows one; else the first symbol that it may write. */
function beginning({ characters, unknown }: Vocabulary): Beginning {
  const token = Math.max(characters.indexOf('\n'), unknown === 0 ? 1 : 0);
  return { tokens: Uint32Array.of(token), unknown: [] };
}
