/** How well a model expects the characters of a running text. */
import { DataError } from '../data/dataError';
import { infillData } from '../data/languageModel';
import { CancelledError, type Interruption } from '../interruption';
import type { Model } from '../model/model';
import { parameterSlots } from '../model/parameterSlots';
import { toSlots } from '../model/parameters';
import type { Evaluation } from '../results';
import { score } from '../tasks/languageModel/score';
import { Validator } from '../train/validator';

/** In one pass, the state carried throughout. @throws DataError, CancelledError */
export async function evaluateLanguageModel(model: Model, text: string, interruption: Interruption): Promise<Evaluation> {
  const { nats, characters, perplexity, unknown } = await score(model, text, interruption);
  if (characters === 0) throw new DataError('The text has no character that could be predicted. Give a file with at least two.');
  const examples = Math.ceil(characters / model.experiment.window);
  return { task: 'language-model', examples, nats: nats / characters, perplexity, unknown };
}

/** In windows, as it was trained. @throws DataError, CancelledError */
export async function evaluateInfill(model: Model, text: string, interruption: Interruption): Promise<Evaluation> {
  const { experiment, vocabulary, shape, backend, weights, targets } = model;
  const { unknown } = vocabulary.encode(text);
  const { train: streams } = infillData(text, { ...experiment, validation: 0 }, vocabulary);
  const validator = await Validator.open(shape, streams, backend, targets);
  try {
    const judgement = await validator.judge(toSlots(parameterSlots(shape), weights), interruption);
    if (!judgement) throw new CancelledError();
    const examples = streams.perEpoch * streams.batch;
    return { task: 'infill', examples, nats: judgement.loss, perplexity: Math.exp(judgement.loss), unknown };
  } finally {
    validator.dispose();
  }
}
