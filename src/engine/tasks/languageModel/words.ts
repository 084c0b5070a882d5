/** What people read about the task language-model. */
import type { TaskWords } from '../taskWords';

export const languageModelWords: TaskWords = {
  tells: 'the next character',
  does: 'continues texts',
  model: 'language model',
  knownBy: 'cell',
  learns: 'which character comes next',
  inShort: 'language model',
  teacher: 'a text file',
  icon: 'sparkle',
  use: { title: 'Generate', command: 'unroll.generate' },
  commandLine: ['generate'],
  unit: 'char',
  asks: ['window'],
  tab: 'continuations',
  title: 'Continuations',
  invitation: 'Let it write',
  samples: 'what the model writes by itself, newest first',
  begins: 'text',
  predicts: 'next',
};
