/** How many labels of texts, and tags of characters, are right. What was never seen in training cannot be right, and counts. */
import type { Row } from '../data/material';
import { likeliest, logSoftmax } from '../infer/distribution';
import type { Interruption } from '../interruption';
import type { Model } from '../model/model';
import type { Evaluation } from '../results';
import { classify } from '../tasks/classify/classify';
import { readTags, restricted } from '../tasks/tag/tag';
import { Nats } from './natsOfTexts';

/** @throws CancelledError */
export async function evaluateClassifier(model: Model, rows: readonly Row[], interruption: Interruption): Promise<Evaluation> {
  const classified = await classify(
    model,
    rows.map(({ input }) => input),
    interruption,
  );
  const unseen = [...new Set(rows.map(({ target }) => target))].filter((label) => !model.targets.includes(label)).sort();
  const labels = [...model.targets, ...unseen];
  const numbers = new Map(labels.map((label, number) => [label, number]));
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  const nats = new Nats();
  for (const [index, { labels: told }] of classified.entries()) {
    const truth = rows[index]?.target as string;
    const guess = numbers.get(told[0]?.symbol as string) as number;
    const row = counts[numbers.get(truth) as number] as number[];
    row[guess] = (row[guess] as number) + 1;
    const probability = told.find(({ symbol }) => symbol === truth)?.probability;
    if (probability !== undefined) nats.add(-Math.log(Math.max(probability, Number.MIN_VALUE)));
  }
  const right = counts.reduce((sum, row, label) => sum + (row[label] as number), 0);
  return {
    task: 'classify',
    examples: rows.length,
    nats: nats.mean,
    perplexity: Math.exp(nats.mean),
    accuracy: right / rows.length,
    confusion: { labels, counts },
    unknown: [...new Set([...classified.flatMap(({ unknown }) => unknown), ...unseen])],
  };
}

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
      const number = numbers.get(truth);
      if (number === undefined) unseen.add(truth);
      else nats.add(-(logSoftmax(logits)[number] as number));
      const probabilities = probabilitiesOf(character, logits);
      const told = probabilities ? model.targets[likeliest(probabilities)] : character;
      if (told === truth) right++;
    },
  );
  const characters = texts.reduce((sum, text) => sum + text.characters.length, 0);
  const { rule, window } = model.experiment;
  return {
    task: 'tag',
    examples: rule === undefined ? texts.length : Math.ceil(characters / window),
    nats: nats.mean,
    perplexity: Math.exp(nats.mean),
    accuracy: right / Math.max(1, characters),
    unknown: [...new Set([...unknown, ...unseen])],
  };
}
