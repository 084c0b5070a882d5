/** What people read about the task classify. */
import type { TaskWords } from '../taskWords';

export const classifyWords: TaskWords = {
  tells: 'a label for a text',
  does: 'classifies texts',
  model: 'classifier',
  knownBy: 'model',
  learns: 'a label for a text',
  inShort: 'classify',
  teacher: 'a table with a text and a label in each line, or a folder with one file for each label',
  icon: 'list-filter',
  use: { title: 'Classify Selection', command: 'unroll.classify' },
  commandLine: ['classify', 'a text'],
  unit: 'label',
  asks: ['units', 'bidirectional'],
  tab: 'answers',
  title: 'Labels',
  invitation: 'Let it classify a text',
  samples: 'how the model labels what was held out, newest first',
  begins: 'text',
  predicts: 'label',
  strange: 'counts as wrong where it is a label',
  question: {
    kind: 'classify',
    label: 'Texts, one on each line',
    verb: 'Classify',
    placeholder: 'Type a text',
    hint: 'Type a text or take the selection from an editor. Each line gets a label of its own.',
  },
};
