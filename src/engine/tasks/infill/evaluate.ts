/** How well a gap filler expects each character of a running text: in windows, as it was trained. */
import { CancelledError } from '../../interruption';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { Validator } from '../../train/validator';
import type { FromText } from '../task';
import { infillData } from './data';

export const evaluateInfill: FromText['evaluate'] = async (model, text, interruption) => {
  const { experiment, vocabulary, shape, backend, weights } = model;
  const { unknown } = vocabulary.encode(text);
  const { train: streams } = infillData(text, { ...experiment, validation: 0 }, vocabulary);
  const validator = await Validator.open(shape, streams, backend, 'loss');
  try {
    const judgement = await validator.judge(toSlots(parameterSlots(shape), weights), interruption);
    if (!judgement) throw new CancelledError();
    const examples = streams.perEpoch * streams.batch;
    return { task: experiment.task, examples, nats: judgement.loss, perplexity: Math.exp(judgement.loss), unknown };
  } finally {
    validator.dispose();
  }
};
