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
  ofWords: { tells: 'the next word', learns: 'which word comes next', unit: 'word' },
  asks: ['units', 'window'],
  tab: 'continuations',
  title: 'Continuations',
  invitation: 'Let it write',
  samples: 'what the model writes by itself, newest first',
  begins: 'text',
  predicts: 'next',
  strange: 'is scored as unknown',
};
