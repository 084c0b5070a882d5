// What the panel says for each task: the unit of its loss, what its model is, and the tab where it does what it was trained for.
import type { Experiment, Task } from '../../../src/engine/experimentSchema';

export interface TaskWords {
  readonly model: string;
  /** What one loss is counted for. */
  readonly unit: string;
  readonly tab: 'continuations' | 'answers';
  readonly title: string;
  /** On the link from a finished training to that tab. */
  readonly invitation: string;
  readonly samples: string;
}

const WORDS: Readonly<Record<Task, TaskWords>> = {
  'language-model': {
    model: 'language model',
    unit: 'char',
    tab: 'continuations',
    title: 'Continuations',
    invitation: 'Let it write',
    samples: 'what the model writes by itself, newest first',
  },
  'generate-from-label': {
    model: 'generator',
    unit: 'char',
    tab: 'continuations',
    title: 'Examples',
    invitation: 'Let it write',
    samples: 'what the model writes for a label, newest first',
  },
  infill: {
    model: 'gap filler',
    unit: 'char',
    tab: 'answers',
    title: 'Fillings',
    invitation: 'Let it fill a gap',
    samples: 'how the model fills gaps in the held-out text, newest first',
  },
  tag: {
    model: 'tagger',
    unit: 'tag',
    tab: 'answers',
    title: 'Tags',
    invitation: 'Let it tag a text',
    samples: 'how the model tags what was held out, newest first',
  },
  classify: {
    model: 'classifier',
    unit: 'label',
    tab: 'answers',
    title: 'Labels',
    invitation: 'Let it classify a text',
    samples: 'how the model labels what was held out, newest first',
  },
  translate: {
    model: 'translator',
    unit: 'char',
    tab: 'answers',
    title: 'Translations',
    invitation: 'Let it translate',
    samples: 'how the model translates what was held out, newest first',
  },
};

const RESTORING: Partial<TaskWords> = {
  model: 'restorer',
  title: 'Restored',
  invitation: 'Let it restore a text',
  samples: 'what the model restores in the held-out text, newest first',
};

export function taskWords(experiment: Pick<Experiment, 'task' | 'rule'> | undefined): TaskWords {
  const words = WORDS[experiment?.task ?? 'language-model'];
  return experiment?.task === 'tag' && experiment.rule ? { ...words, ...RESTORING } : words;
}
