/** What each task is called, what a run trained for it is used for, and how to come by one. */
import type { ExperimentOptions, Task } from '../../engine/experimentSchema';
import type { Action } from '../statedError';

export interface TaskWords {
  readonly model: string;
  readonly learns: string;
  readonly icon: string;
  readonly use: Action;
}

const WORDS: Readonly<Record<Task, TaskWords>> = {
  'language-model': {
    model: 'language model',
    learns: 'which character comes next',
    icon: 'sparkle',
    use: { title: 'Generate', command: 'unroll.generate' },
  },
  infill: {
    model: 'gap filler',
    learns: 'which character stands between others',
    icon: 'whole-word',
    use: { title: 'Fill the Gap', command: 'unroll.fillGap' },
  },
  tag: {
    model: 'tagger',
    learns: 'a tag for each character',
    icon: 'tag',
    use: { title: 'Tag Selection', command: 'unroll.tag' },
  },
  classify: {
    model: 'classifier',
    learns: 'a label for a text',
    icon: 'list-filter',
    use: { title: 'Classify Selection', command: 'unroll.classify' },
  },
  'generate-from-label': {
    model: 'generator',
    learns: 'to write new texts for a label',
    icon: 'lightbulb-sparkle',
    use: { title: 'Generate from Label', command: 'unroll.generateFromLabel' },
  },
  translate: {
    model: 'translator',
    learns: 'one text from another',
    icon: 'arrow-swap',
    use: { title: 'Translate Selection', command: 'unroll.translate' },
  },
};

const RESTORED = { case: 'upper and lower case', accents: 'accents', punctuation: 'punctuation' } as const;

export function taskWords({ task = 'language-model', rule }: Pick<ExperimentOptions, 'task' | 'rule'>): TaskWords {
  const words = WORDS[task];
  if (task !== 'tag' || !rule) return words;
  const use = { title: 'Restore Selection', command: words.use.command };
  return { model: `restorer of ${RESTORED[rule]}`, learns: `to put ${RESTORED[rule]} back`, icon: 'text-size', use };
}

/** "no classifier": a run of another task may be there. */
export function noRunOf(task: Task): string {
  const { model } = taskWords({ task });
  const from =
    task === 'classify' || task === 'generate-from-label'
      ? 'a table with a text and a label in each line, or a folder with one file for each label'
      : task === 'translate'
        ? 'a table with two columns'
        : task === 'tag'
          ? 'a text, or a table with a text and its tags in each line'
          : 'a text file';
  return `There is no trained ${model} yet. Right-click ${from}, and choose Train for a Task…; it can be used from its first checkpoint on.`;
}
