/** What people read about the task translate. */
import type { TaskWords } from '../taskWords';

export const translateWords: TaskWords = {
  tells: 'a text from another',
  does: 'translates',
  model: 'translator',
  knownBy: 'model',
  learns: 'one text from another',
  inShort: 'translate',
  teacher: 'a table with two columns',
  icon: 'arrow-swap',
  use: { title: 'Translate Selection', command: 'unroll.translate' },
  commandLine: ['translate', 'a text'],
  unit: 'char',
  asks: ['bidirectional', 'attention'],
  tab: 'answers',
  title: 'Translations',
  invitation: 'Let it translate',
  samples: 'how the model translates what was held out, newest first',
  begins: 'text',
  predicts: 'next',
  question: {
    kind: 'translate',
    label: 'Sources, one on each line',
    verb: 'Translate',
    placeholder: 'Type a source',
    hint: 'Type a source or take the selection from an editor. You will see several translations and, with attention, where the model looked.',
  },
};
