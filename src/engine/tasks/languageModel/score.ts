/** How well a model expects a text: p(x₁ … x_T) = Π p(x_t | x₁ … x_{t−1}), one pass with the state carried throughout. */
import type { Numbers } from '../../backend';
import { surprise } from '../../infer/distribution';
import { stepperOf } from '../../infer/stepper';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Score } from '../../results';

/** @throws CancelledError */
export async function score(model: Model, text: string, interruption: Interruption): Promise<Score> {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  const { tokens, unknown } = vocabulary.encode(text);
  const characters = [...text];
  const perCharacter: { character: string; nats: number }[] = [];
  stepper.reset();
  await stepper.read(tokens.subarray(0, Math.max(0, tokens.length - 1)), interruption, (outputs, index) => {
    const nats = surprise(outputs.logits as Numbers, tokens[index + 1] as number);
    perCharacter.push({ character: characters[index + 1] as string, nats });
  });
  const nats = perCharacter.reduce((sum, character) => sum + character.nats, 0);
  return {
    nats,
    characters: perCharacter.length,
    perplexity: perCharacter.length > 0 ? Math.exp(nats / perCharacter.length) : 1,
    unknown,
    perCharacter,
  };
}
