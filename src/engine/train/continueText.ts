/** A short text from a language model as it is now. */
import type { Numbers } from '../backend';
import type { Dataset } from '../data/dataset';
import type { Stepper } from '../model/stepper';
import { Random } from '../random';
import { draw } from '../sample/distribution';

/** Of a short text no more than it has itself. */
const LENGTH = 160;
const CUT = { temperature: 0.8, topK: 0, topP: 1 };

/** What follows the text's first character. */
export async function continueText(stepper: Stepper, { vocabulary, opening, trainCharacters }: Dataset, seed: number): Promise<string> {
  stepper.reset();
  const random = Random.fromSeed(seed);
  let token = vocabulary.encode(opening).tokens[0] as number;
  let text = '';
  for (let index = 0; index < Math.min(LENGTH, trainCharacters - 1); index++) {
    const { logits } = await stepper.step(token);
    token = draw(logits as Numbers, CUT, random);
    text += vocabulary.characters[token];
  }
  return text;
}
