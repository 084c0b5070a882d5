/** The tasks by name, with what people read about them: data alone, so that every room may have it. What they do is in `tasks.ts`. */
import type { Rule } from '../experimentSchema';
import { type Units, unitWords } from '../text/units';
import { classifyWords } from './classify/words';
import { generateFromLabelWords } from './generateFromLabel/words';
import { infillWords } from './infill/words';
import { languageModelWords } from './languageModel/words';
import { tagWords } from './tag/words';
import type { ExperimentWords, TaskWords } from './taskWords';
import { translateWords } from './translate/words';

/** In the order in which they are told. */
const WORDS = {
  'language-model': languageModelWords,
  infill: infillWords,
  tag: tagWords,
  classify: classifyWords,
  'generate-from-label': generateFromLabelWords,
  translate: translateWords,
} as const satisfies Readonly<Record<string, TaskWords>>;

export type Task = keyof typeof WORDS;
export type { ExperimentWords, TaskWords };

export const TASKS = Object.keys(WORDS) as [Task, ...Task[]];

/** What is learned where nothing is said. */
export const USUAL_TASK: Task = 'language-model';

interface Named {
  readonly task?: Task;
  readonly rule?: Rule;
  readonly units?: Units;
}

export function taskWords({ task = USUAL_TASK, rule, units = 'characters' }: Named = {}): ExperimentWords {
  const words: TaskWords = WORDS[task];
  return { ...words, ...(rule && words.ruled?.[rule]), ...(units === 'words' && words.ofWords), units: unitWords(units) };
}

/** What a run is called beside its name: "gru", "classifier". */
export function calledBy(experiment: Named & { readonly cell: string }): string {
  const { knownBy, model } = taskWords(experiment);
  return knownBy === 'cell' ? experiment.cell : model;
}
