/** The next character from those before it: a Char-RNN. */
import { drawSample } from '../samples';
import type { TaskDefinition } from '../task';
import { languageModelData } from './data';
import { evaluateLanguageModel } from './evaluate';
import { generate } from './generate';
import { languageModelNetwork } from './network';
import { score } from './score';

export const languageModelTask: TaskDefinition = {
  defaults: {},
  uses: [],
  learning: () => ({
    from: 'text',
    data: (text, experiment, known) => languageModelData(text, experiment, known?.vocabulary),
    evaluate: evaluateLanguageModel,
  }),
  boundary: { read: false, told: false },
  network: languageModelNetwork,
  judging: 'loss',
  async samples(model, { opening, trainCharacters }) {
    // of a short text no more than it has itself
    return [{ prompt: opening, text: await drawSample(generate, model, { prompt: opening }, trainCharacters - 1) }];
  },
  async reading({ vocabulary }, text) {
    const { tokens, unknown } = vocabulary.encode(text);
    return { feed: { tokens: Float32Array.from(tokens) }, text, tells: 'next', truths: Int32Array.from(tokens), unknown };
  },
  traceOptions: [],
  abilities: { generate, score },
};
