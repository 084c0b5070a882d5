/** Which label a text has, with the probability of each. */

import { appended } from '../../data/joined';
import { alternatives } from '../../infer/alternatives';
import { softmax } from '../../infer/distribution';
import { readWhole } from '../../infer/wholeTexts';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import type { Alternative, Classification } from '../../results';

/** As in training, a text is read up to the window, and then its end. @throws CancelledError */
export async function classify(model: Model, texts: readonly string[], interruption: Interruption): Promise<Classification[]> {
  const { experiment, vocabulary, targets } = model;
  const read = texts.map((text) => vocabulary.encode(text));
  const ended = read.map(({ tokens }) => appended(tokens.subarray(0, experiment.window), vocabulary.boundary));
  const labels = new Array<Alternative[]>(texts.length);
  await readWhole(model, ended, interruption, (text, _, logits) => {
    labels[text] = alternatives(softmax(logits), targets, targets.length);
  });
  return texts.map((text, index) => ({ text, labels: labels[index] as Alternative[], unknown: read[index]?.unknown ?? [] }));
}
