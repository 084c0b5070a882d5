/** How well a model expects a text: p(x₁ … x_T) = Π p(x_t | x₁ … x_{t−1}), one pass with the state carried throughout. */
import type { Numbers } from '../../backend';
import { Nats } from '../../evaluate/nats';
import { surprise } from '../../infer/distribution';
import { stepperOf } from '../../infer/stepper';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Score } from '../../results';
import { cut } from '../../text/units';

/** @throws CancelledError */
export async function score(model: Model, text: string, interruption: Interruption): Promise<Score> {
  const { vocabulary } = model;
  const stepper = stepperOf(model);
  const read = vocabulary.encode(text);
  const [truths, unknownAt] = [vocabulary.truths(read), new Set(read.unknownAt)];
  const characters = cut(text, vocabulary.units);
  const perCharacter: { character: string; nats: number }[] = [];
  const told = new Nats();
  stepper.reset();
  await stepper.read(read.tokens.subarray(0, Math.max(0, truths.length - 1)), interruption, (outputs, index) => {
    const nats = surprise(outputs.logits as Numbers, truths[index + 1] as number);
    if (unknownAt.has(index + 1)) told.addUnknown(nats);
    else told.add(nats);
    perCharacter.push({ character: characters[index + 1] as string, nats });
  });
  const { strange, perplexity } = told.told;
  return {
    nats: perCharacter.reduce((sum, character) => sum + character.nats, 0),
    characters: perCharacter.length,
    perplexity: perCharacter.length > 0 ? perplexity : 1,
    unknown: read.unknown,
    ...(strange && { strange }),
    perCharacter,
  };
}
