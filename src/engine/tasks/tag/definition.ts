/** A tag for each character; with a rule, what was taken away from a text. */
import { samplesOf, UNSTOPPED } from '../samples';
import type { TaskDefinition } from '../task';
import { restoredText, taggedRows } from './learning';
import { tagNetwork } from './network';
import { tagInOnnx } from './onnx';
import { tagInPyTorch } from './pytorch';
import { takeAway } from './rule';
import { tag } from './tag';

export const tagTask: TaskDefinition = {
  defaults: { bidirectional: 'concat', cell: 'lstm', learningRate: 0.002, schedule: 'constant', validation: 0.1, window: 128 },
  uses: ['rule', 'bidirectional'],
  learning: ({ rule }) => (rule === undefined ? taggedRows : restoredText(rule)),
  boundary: { read: false, told: false },
  network: tagNetwork,
  pyTorch: tagInPyTorch,
  onnx: tagInOnnx,
  judging: 'accuracy',
  samples: (model, { shown }) => samplesOf(shown, async (input) => (await tag(model, input, UNSTOPPED)).output),
  /** With a rule, how surprising what the text itself has at each character is. */
  async reading({ vocabulary, targets, experiment: { rule } }, text) {
    const { characters, tags } = rule === undefined ? { characters: [...text], tags: undefined } : takeAway(rule, text);
    const stripped = characters.join('');
    const { tokens, unknown } = vocabulary.encode(stripped);
    const numbers = new Map(targets.map((target, number) => [target, number]));
    const truths = tags && Int32Array.from(tags, (tag) => numbers.get(tag) ?? -1);
    return { feed: { tokens: Float32Array.from(tokens) }, text: stripped, tells: 'here', ...(truths && { truths }), unknown };
  },
  traceOptions: [],
  abilities: { tag },
};
