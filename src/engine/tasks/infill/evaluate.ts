/** How well a gap filler expects each character of a running text: each once, with the states that all around it leaves. */
import { DataError } from '../../data/material';
import { perplexityOf } from '../../evaluate/nats';
import { CancelledError } from '../../interruption';
import { parameterSlots } from '../../model/parameterSlots';
import { toSlots } from '../../model/parameters';
import { TextValidator } from '../../train/textValidator';
import type { FromText } from '../task';
import { infillColumns } from './data';

export const evaluateInfill: FromText['evaluate'] = async ({ experiment, vocabulary, shape, backend, weights }, text, interruption) => {
  const { tokens, unknown, unknownAt } = vocabulary.encode(text);
  if (tokens.length === 0) throw new DataError('The text is empty. Give a file with at least one character.');
  const validator = await TextValidator.open(
    shape,
    { columns: infillColumns(tokens, vocabulary), from: 0, unknown: new Set(unknownAt) },
    backend,
  );
  try {
    const judgement = await validator.judge(toSlots(parameterSlots(shape), weights), interruption);
    if (!judgement) throw new CancelledError();
    const { loss, strange } = judgement;
    return {
      task: experiment.task,
      examples: tokens.length,
      nats: loss,
      perplexity: perplexityOf(loss),
      unknown,
      ...(strange && { strange }),
    };
  } finally {
    validator.dispose();
  }
};
