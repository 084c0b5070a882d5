/** Which label a text has, with the probability of each. */
import type { Model } from '../model/model';
import { requireTask } from '../model/requireTask';
import type { Interruption } from '../model/stepper';
import type { Alternative, Classification } from '../results';
import { alternatives } from './alternatives';
import { softmax } from './distribution';
import { readWhole } from './wholeTexts';

/** As in training, a text is read up to the window, and then its end. @throws TaskError, CancelledError */
export async function classify(model: Model, texts: readonly string[], interruption: Interruption): Promise<Classification[]> {
  const { experiment, vocabulary, targets } = model;
  requireTask(experiment.task, 'classify');
  const read = texts.map((text) => vocabulary.encode(text));
  const ended = read.map(({ tokens }) => Uint32Array.of(...tokens.subarray(0, experiment.window), vocabulary.boundary));
  const labels = new Array<Alternative[]>(texts.length);
  await readWhole(model, ended, interruption, (text, _, logits) => {
    labels[text] = alternatives(softmax(logits), targets, targets.length);
  });
  return texts.map((text, index) => ({ text, labels: labels[index] as Alternative[], unknown: read[index]?.unknown ?? [] }));
}
