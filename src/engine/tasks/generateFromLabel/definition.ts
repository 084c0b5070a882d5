/** Texts of a label: a language model that begins from what it has learned of the label. */
import { prepended } from '../../data/joined';
import { drawSample } from '../samples';
import type { TaskDefinition } from '../task';
import { generate } from './generate';
import { labelNumber } from './labelNumber';
import { labelStates } from './labelStates';
import { generateFromLabelLearning } from './learning';
import { generateFromLabelNetwork } from './network';
import { generateFromLabelInOnnx } from './onnx';
import { generateFromLabelInPyTorch } from './pytorch';

export const generateFromLabelTask: TaskDefinition = {
  defaults: { cell: 'lstm', batch: 64, learningRate: 0.005, window: 256, validation: 0.1 },
  uses: [],
  learning: () => generateFromLabelLearning,
  boundary: { read: true, told: true },
  network: generateFromLabelNetwork,
  pyTorch: generateFromLabelInPyTorch,
  onnx: generateFromLabelInOnnx,
  judging: 'loss',
  async samples(model, { shown }) {
    const samples = [];
    for (const { target } of shown) samples.push({ prompt: target, text: await drawSample(generate, model, { label: target }) });
    return samples;
  },
  /** The boundary before the text is read too. */
  async reading({ vocabulary, labels, shape, weights }, text, { label = labels[0] }) {
    const read = vocabulary.encode(text);
    const tokens = prepended(vocabulary.boundary, read.tokens);
    return {
      feed: { tokens: Float32Array.from(tokens) },
      start: labelStates(shape, weights, labelNumber(labels, label)),
      text,
      boundary: 'before',
      tells: 'next',
      truths: vocabulary.truths({ ...read, tokens, unknownAt: read.unknownAt.map((at) => at + 1) }),
      unknown: read.unknown,
    };
  },
  traceOptions: ['label'],
  abilities: { generate, labels: ({ labels }) => [...labels] },
};
