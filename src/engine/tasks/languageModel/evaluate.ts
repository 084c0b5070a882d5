/** How well a model expects a running text: in one pass, the state carried throughout. */
import { DataError } from '../../data/material';
import { unitWords } from '../../text/units';
import type { FromText } from '../task';
import { score } from './score';

export const evaluateLanguageModel: FromText['evaluate'] = async (model, text, interruption) => {
  const { nats, characters, perplexity, unknown, strange, perCharacter } = await score(model, text, interruption);
  if (characters === 0) {
    const { one, many } = unitWords(model.vocabulary.units);
    throw new DataError(`The text has no ${one} that could be predicted. Give a file with at least two ${many}.`);
  }
  return {
    task: model.experiment.task,
    examples: characters,
    nats: nats / characters,
    perplexity,
    unknown,
    ...(strange && { strange }),
    perCharacter: perCharacter.map((each) => each.nats),
  };
};
