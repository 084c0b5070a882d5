/** What people read about the task tag; with a rule it restores what was taken away from a text. */
import type { Rule } from '../../experimentSchema';
import type { TaskWords } from '../taskWords';

const question = {
  kind: 'tag',
  label: 'Text',
  verb: 'Tag',
  placeholder: 'Type a text',
  hint: 'Type a text or take the selection from an editor. Every character gets its tag.',
} as const;

const restoring = (rule: Rule, restored: string, strange = 'stays as it is and is scored as unknown'): Partial<TaskWords> => ({
  model: `restorer of ${restored}`,
  learns: `to put ${restored} back`,
  inShort: `restore ${rule}`,
  icon: 'text-size',
  use: { title: 'Restore Selection', command: 'unroll.tag' },
  title: 'Restored',
  invitation: 'Let it restore a text',
  samples: 'what the model restores in the held-out text, newest first',
  strange,
  question: { ...question, verb: 'Restore' },
});

export const tagWords: TaskWords = {
  tells: 'a label for each character',
  does: 'tags characters',
  model: 'tagger',
  knownBy: 'model',
  learns: 'a tag for each character',
  inShort: 'tag',
  teacher: 'a text, or a table with a text and its tags in each line',
  icon: 'tag',
  use: { title: 'Tag Selection', command: 'unroll.tag' },
  commandLine: ['tag', 'a text'],
  unit: 'tag',
  asks: ['bidirectional'],
  tab: 'answers',
  title: 'Tags',
  invitation: 'Let it tag a text',
  samples: 'how the model tags what was held out, newest first',
  begins: 'text',
  predicts: 'tag',
  strange: 'counts as wrong where it is a tag',
  question,
  ruled: {
    case: restoring('case', 'upper and lower case'),
    accents: restoring('accents', 'accents'),
    punctuation: restoring('punctuation', 'punctuation', 'counts as wrong where it is punctuation'),
  },
};
