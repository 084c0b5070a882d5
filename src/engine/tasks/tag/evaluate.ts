/** How many tags are right. A tag that was never seen in training cannot be told, and counts as wrong. */
import { Nats } from '../../evaluate/nats';
import { likeliest, logSoftmax } from '../../infer/distribution';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Evaluation } from '../../results';
import { readTags, restricted } from './tag';

export interface Tagged {
  readonly characters: readonly string[];
  /** The right one for each. */
  readonly tags: readonly string[];
}

/** @throws CancelledError */
export async function evaluateTags(model: Model, texts: readonly Tagged[], interruption: Interruption): Promise<Evaluation> {
  const numbers = new Map(model.targets.map((tag, number) => [tag, number]));
  const probabilitiesOf = restricted(model);
  const unseen = new Set<string>();
  const nats = new Nats();
  let right = 0;
  const unknown = await readTags(
    model,
    texts.map(({ characters }) => characters),
    interruption,
    (text, t, logits) => {
      const { characters, tags } = texts[text] as Tagged;
      const [character, truth] = [characters[t] as string, tags[t] as string];
      const number = numbers.get(truth) ?? -1;
      if (number < 0) unseen.add(truth);
      nats.take(number, logSoftmax(logits));
      const probabilities = probabilitiesOf(character, logits);
      const told = probabilities ? model.targets[likeliest(probabilities)] : character;
      if (told === truth) right++;
    },
  );
  const characters = texts.reduce((sum, text) => sum + text.characters.length, 0);
  const { task, rule } = model.experiment;
  return {
    task,
    examples: rule === undefined ? texts.length : characters,
    ...nats.told,
    accuracy: right / Math.max(1, characters),
    unknown: [...new Set([...unknown, ...unseen])],
  };
}
