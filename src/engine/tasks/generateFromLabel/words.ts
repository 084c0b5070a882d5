/** What people read about the task generate-from-label. */
import type { TaskWords } from '../taskWords';

export const generateFromLabelWords: TaskWords = {
  tells: 'texts of a label',
  does: 'writes texts of a label',
  model: 'generator',
  knownBy: 'model',
  learns: 'to write new texts for a label',
  inShort: 'generate from label',
  teacher: 'a table with a text and a label in each line, or a folder with one file for each label',
  icon: 'lightbulb-sparkle',
  use: { title: 'Generate from Label', command: 'unroll.generateFromLabel' },
  commandLine: ['generate', '--label', 'a label'],
  unit: 'char',
  asks: [],
  tab: 'continuations',
  title: 'Examples',
  invitation: 'Let it write',
  samples: 'what the model writes for a label, newest first',
  begins: 'label',
  predicts: 'next',
  strange: 'is scored as unknown; texts of a label that it does not know are passed over',
};
