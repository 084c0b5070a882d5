/** What people read about the task infill. */
import type { TaskWords } from '../taskWords';

export const infillWords: TaskWords = {
  tells: 'a character from those before and after it',
  does: 'fills gaps',
  model: 'gap filler',
  knownBy: 'model',
  learns: 'which character stands between others',
  inShort: 'fill a gap, from both sides of it',
  teacher: 'a text file',
  icon: 'whole-word',
  use: { title: 'Fill the Gap', command: 'unroll.fillGap' },
  commandLine: ['fill', 'a text with a ____ in it'],
  unit: 'char',
  asks: ['window'],
  tab: 'answers',
  title: 'Fillings',
  invitation: 'Let it fill a gap',
  samples: 'how the model fills gaps in the held-out text, newest first',
  begins: 'text',
  predicts: 'here',
  strange: 'is scored as unknown',
  question: {
    kind: 'fill',
    label: 'Text with a gap, written ____',
    verb: 'Fill the gap',
    placeholder: 'I am ____ hungry',
    hint: 'Write ____ where something is missing. The model reads up to the gap from both ends, and ranks what may stand in it by its probability together with the text beyond.',
  },
};
