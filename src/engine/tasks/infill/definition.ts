/** A character from those before and after it: what a gap was. */
import { samplesOf, UNSTOPPED } from '../samples';
import type { TaskDefinition } from '../task';
import { GAP, infillColumns, infillData } from './data';
import { evaluateInfill } from './evaluate';
import { fill } from './fill';
import { infillNetwork } from './network';
import { infillInOnnx } from './onnx';
import { infillInPyTorch } from './pytorch';

export const infillTask: TaskDefinition = {
  defaults: { bidirectional: 'concat', dropout: 0.25, sideHeads: true },
  // Measured: BENCHMARKS.md, “Fill the Gap”. Three heads learn the same weights, which takes larger steps well.
  fits: [
    { upTo: 4_000, options: { dropout: 0.25, learningRate: 0.004, epochs: 300 } },
    { upTo: 60_000, options: { dropout: 0.5, learningRate: 0.012, epochs: 20 } },
    { upTo: 450_000, options: { dropout: 0.25, learningRate: 0.012, epochs: 15 } },
    { upTo: Number.POSITIVE_INFINITY, options: { hidden: 256, dropout: 0, learningRate: 0.008, epochs: 5 } },
  ],
  uses: ['bidirectional', 'sideHeads'],
  refuses: ({ bidirectional }) =>
    bidirectional === 'no'
      ? { setting: 'bidirectional', message: 'infill always reads from both sides. For bidirectional choose concat or sum.' }
      : undefined,
  learning: () => ({
    from: 'text',
    data: (text, experiment, known) => infillData(text, experiment, known && { ...known, notes: [] }),
    evaluate: evaluateInfill,
  }),
  boundary: { read: true, told: false },
  network: infillNetwork,
  pyTorch: infillInPyTorch,
  onnx: infillInOnnx,
  judging: 'loss',
  samples: (model, { shown }) =>
    samplesOf(shown, async (input, target) => {
      const [before = '', after = ''] = input.split(GAP);
      const length = [...target].length;
      const { fillings } = await fill(model, before, after, { shortest: length, longest: length, count: 1 }, UNSTOPPED);
      return fillings[0]?.text;
    }),
  async reading({ vocabulary }, text) {
    const read = vocabulary.encode(text);
    const { tokens: before, after } = infillColumns(read.tokens, vocabulary);
    return {
      feed: { tokens: Float32Array.from(before), after: Float32Array.from(after) },
      text,
      tells: 'here',
      truths: vocabulary.truths(read),
      unknown: read.unknown,
    };
  },
  traceOptions: [],
  abilities: { fill },
};
