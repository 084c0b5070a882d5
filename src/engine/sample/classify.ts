/** Which label a text has, with the probability of each. */
import type { Model } from '../model/model';
import { requireTask } from '../model/requireTask';
import type { Interruption } from '../model/stepper';
import type { Classification } from '../results';
import { alternatives } from './alternatives';
import { softmax } from './distribution';
import { readWhole } from './wholeTexts';

/** As in training, a text is read up to the window, and then its end. @throws TaskError, CancelledError */
export async function classify(model: Model, texts: readonly string[], interruption: Interruption): Promise<Classification[]> {
  const { experiment, vocabulary, targets } = model;
  requireTask(experiment.task, 'classify');
  const read = texts.map((text) => vocabulary.encode(text));
  const ended = read.map(({ tokens }) => Uint32Array.of(...tokens.subarray(0, experiment.window), vocabulary.boundary));
  const logits = await readWhole(model, ended, interruption);
  return texts.map((text, index) => {
    const [row = []] = logits[index] ?? [];
    const labels = alternatives(softmax(row as Float64Array), targets, targets.length);
    return { text, labels, unknown: read[index]?.unknown ?? [] };
  });
}
