/** A label for a text. */
import { appended } from '../../data/joined';
import { wholeText } from '../../infer/paddedTexts';
import { cut } from '../../text/units';
import { samplesOf, UNSTOPPED } from '../samples';
import type { TaskDefinition } from '../task';
import { classify } from './classify';
import { classifyLearning } from './learning';
import { classifyNetwork } from './network';
import { classifyInOnnx } from './onnx';
import { classifyInPyTorch } from './pytorch';

export const classifyTask: TaskDefinition = {
  defaults: {
    bidirectional: 'concat',
    layers: 2,
    dropout: 0.5,
    inputDropout: 0.25,
    batch: 64,
    learningRate: 0.005,
    window: 256,
    validation: 0.1,
  },
  uses: ['units', 'vocabulary', 'bidirectional'],
  learning: () => classifyLearning,
  boundary: { read: true, told: false },
  network: classifyNetwork,
  pyTorch: classifyInPyTorch,
  onnx: classifyInOnnx,
  judging: 'accuracy and confusion',
  samples: (model, { shown }) =>
    samplesOf(shown, async (input) => {
      const [classified] = await classify(model, [input], UNSTOPPED);
      return classified?.labels[0]?.symbol;
    }),
  async reading({ vocabulary, experiment }, text) {
    const { tokens, unknown } = vocabulary.encode(text);
    const read = tokens.subarray(0, experiment.window);
    const feed = wholeText(appended(read, vocabulary.boundary));
    return { feed, text: cut(text, vocabulary.units).slice(0, read.length).join(''), boundary: 'after', tells: 'end', unknown };
  },
  traceOptions: [],
  abilities: { classify, labels: ({ targets }) => [...targets] },
};
