/** One text from another: an encoder reads the source, a decoder writes the target. */
import { appended, prepended } from '../../data/joined';
import { Vocabulary } from '../../data/vocabulary';
import { sayable } from '../../evaluate/natsOfTexts';
import { wholeText } from '../../infer/paddedTexts';
import type { Interruption } from '../../interruption';
import type { Model } from '../../model/model';
import { samplesOf, UNSTOPPED } from '../samples';
import type { TaskDefinition } from '../task';
import { translateLearning } from './learning';
import { translateNetwork } from './network';
import { translateInOnnx } from './onnx';
import { translateInPyTorch } from './pytorch';
import { requireSentence } from './sentence';
import { translate } from './translate';

export const translateTask: TaskDefinition = {
  defaults: { bidirectional: 'concat', attention: 'dot', cell: 'lstm', learningRate: 0.005, window: 128, validation: 0.1 },
  uses: ['units', 'vocabulary', 'bidirectional', 'attention', 'decoderHidden', 'teacherForcing'],
  learning: () => translateLearning,
  boundary: { read: true, told: true },
  network: translateNetwork,
  pyTorch: translateInPyTorch,
  onnx: translateInOnnx,
  judging: 'loss',
  samples: (model, { shown }) => samplesOf(shown, (input) => greedy(model, input, UNSTOPPED)),
  /** The ends of both texts are read and predicted too. */
  async reading(model, source, { target: given }, interruption) {
    const { vocabulary, targets } = model;
    requireSentence(source);
    const target = given ?? (await greedy(model, source, interruption));
    requireSentence(target);
    const read = vocabulary.encode(source);
    const written = new Vocabulary(targets, vocabulary.units);
    const fed = written.encode(target);
    const end = targets.length;
    return {
      feed: {
        ...wholeText(appended(read.tokens, vocabulary.boundary)),
        'decoder.tokens': Float32Array.from(prepended(end, fed.tokens)),
      },
      text: source,
      boundary: 'after',
      target,
      tells: 'here',
      truths: sayable(target, written).symbols,
      unknown: [...new Set([...read.unknown, ...fed.unknown])],
    };
  },
  traceOptions: ['target'],
  abilities: { translate },
};

async function greedy(model: Model, source: string, interruption: Interruption): Promise<string> {
  const [translation] = await translate(model, [source], { beam: 1, lengthPenalty: 0 }, interruption);
  return translation?.hypotheses[0]?.text ?? '';
}
