/** How well texts of labels are expected. Rows of a label that the model does not know are told, and cannot be read. */
import { Nats } from '../../evaluate/nats';
import { natsOfTexts, sayable } from '../../evaluate/natsOfTexts';
import type { FromRows } from '../task';
import { LabelledTexts } from './labelledTexts';

/** Texts read at once. */
const MOST = 32;

export const evaluateWriter: FromRows['evaluate'] = async (model, pairs, interruption) => {
  const { experiment, vocabulary, labels } = model;
  const rows = pairs.map(({ row }) => row);
  const known = rows.filter(({ target }) => labels.includes(target));
  const strange = rows.filter(({ target }) => !labels.includes(target)).map(({ target }) => target);
  const texts = known.map(({ input }) => sayable(input, vocabulary));
  const nats = new Nats();
  const writer = await LabelledTexts.open(model, MOST);
  try {
    for (let start = 0; start < known.length; start += MOST) {
      writer.begin(known.slice(start, start + MOST).map(({ target }) => labels.indexOf(target)));
      await natsOfTexts(writer, texts.slice(start, start + MOST), vocabulary.boundary, nats, interruption);
    }
  } finally {
    writer.dispose();
  }
  const unknown = [...new Set([...texts.flatMap((text) => text.unknown), ...strange])];
  return { task: experiment.task, examples: known.length, ...nats.told, unknown };
};
