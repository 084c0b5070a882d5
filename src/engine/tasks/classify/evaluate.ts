/** How many labels are right. A label that was never seen in training cannot be told, and counts as wrong. */
import { Nats } from '../../evaluate/nats';
import { natsOfUnknown } from '../../infer/distribution';
import type { FromRows } from '../task';
import { classify } from './classify';

export const evaluateClassifier: FromRows['evaluate'] = async (model, pairs, interruption) => {
  const rows = pairs.map(({ row }) => row);
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
    if (probability === undefined) nats.addUnknown(natsOfUnknown(model.targets.length));
    else nats.add(-Math.log(Math.max(probability, Number.MIN_VALUE)));
  }
  const right = counts.reduce((sum, row, label) => sum + (row[label] as number), 0);
  return {
    task: model.experiment.task,
    examples: rows.length,
    ...nats.told,
    accuracy: right / rows.length,
    confusion: { labels, counts },
    unknown: [...new Set([...classified.flatMap(({ unknown }) => unknown), ...unseen])],
  };
};
