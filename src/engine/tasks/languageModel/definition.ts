/** The next character from those before it: a Char-RNN. */
import { drawSample } from '../samples';
import type { TaskDefinition } from '../task';
import { languageModelData } from './data';
import { evaluateLanguageModel } from './evaluate';
import { generate } from './generate';
import { languageModelNetwork } from './network';
import { languageModelInOnnx } from './onnx';
import { languageModelInPyTorch } from './pytorch';
import { score } from './score';

export const languageModelTask: TaskDefinition = {
  defaults: {},
  // Measured: BENCHMARKS.md, “Defaults by size”. A list of words is there to be learned by heart.
  fits: [
    { upTo: 4_000, options: { hidden: 128, dropout: 0, batch: 32, epochs: 300 } },
    { upTo: 60_000, options: { hidden: 128, dropout: 0.5, batch: 8, epochs: 20 } },
    { upTo: 450_000, options: { hidden: 256, dropout: 0.5, batch: 16, epochs: 10 } },
    { upTo: Number.POSITIVE_INFINITY, options: { hidden: 256, dropout: 0.25, batch: 32, epochs: 10 } },
  ],
  uses: ['units', 'vocabulary'],
  learning: () => ({
    from: 'text',
    data: (text, experiment, known) => languageModelData(text, experiment, known && { ...known, notes: [] }),
    evaluate: evaluateLanguageModel,
  }),
  boundary: { read: false, told: false },
  network: languageModelNetwork,
  pyTorch: languageModelInPyTorch,
  onnx: languageModelInOnnx,
  judging: 'loss',
  async samples(model, { opening, trainCharacters }) {
    // of a short text no more than it has itself
    return [{ prompt: opening, text: await drawSample(generate, model, { prompt: opening }, trainCharacters - 1) }];
  },
  async reading({ vocabulary }, text) {
    const read = vocabulary.encode(text);
    return {
      feed: { tokens: Float32Array.from(read.tokens) },
      text,
      tells: 'next',
      truths: vocabulary.truths(read),
      unknown: read.unknown,
    };
  },
  traceOptions: [],
  abilities: { generate, score },
};
