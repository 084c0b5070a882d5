/** A character from those before and after it: what a gap was. */
import { appended, prepended } from '../../data/joined';
import { samplesOf, UNSTOPPED } from '../samples';
import type { TaskDefinition } from '../task';
import { GAP, infillData } from './data';
import { evaluateInfill } from './evaluate';
import { fill } from './fill';
import { infillNetwork } from './network';

export const infillTask: TaskDefinition = {
  defaults: { bidirectional: 'concat', dropout: 0.25 },
  uses: ['bidirectional'],
  refuses: ({ bidirectional }) =>
    bidirectional === 'no' ? 'infill always reads from both sides. For bidirectional choose concat or sum.' : undefined,
  learning: () => ({
    from: 'text',
    data: (text, experiment, known) => infillData(text, experiment, known?.vocabulary),
    evaluate: evaluateInfill,
  }),
  boundary: { read: true, told: false },
  network: infillNetwork,
  judging: 'loss',
  samples: (model, { shown }) =>
    samplesOf(shown, async (input, target) => {
      const [before = '', after = ''] = input.split(GAP);
      const length = [...target].length;
      const { fillings } = await fill(model, before, after, { shortest: length, longest: length, count: 1 }, UNSTOPPED);
      return fillings[0]?.text;
    }),
  async reading({ vocabulary }, text) {
    const { tokens, unknown } = vocabulary.encode(text);
    const { boundary } = vocabulary;
    return {
      feed: {
        tokens: Float32Array.from(prepended(boundary, tokens).subarray(0, tokens.length)),
        after: Float32Array.from(appended(tokens, boundary).subarray(1)),
      },
      text,
      tells: 'here',
      truths: Int32Array.from(tokens),
      unknown,
    };
  },
  traceOptions: [],
  abilities: { fill },
};
