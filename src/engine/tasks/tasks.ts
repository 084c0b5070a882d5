/** All tasks, by name: the one place where they are collected. A task without a definition does not compile. */
import type { Experiment } from '../experimentSchema';
import { classifyTask } from './classify/definition';
import { generateFromLabelTask } from './generateFromLabel/definition';
import { infillTask } from './infill/definition';
import { languageModelTask } from './languageModel/definition';
import { tagTask } from './tag/definition';
import type { Learning, TaskDefinition } from './task';
import { translateTask } from './translate/definition';
import { TASKS, type Task } from './words';

const DEFINITIONS: Readonly<Record<Task, TaskDefinition>> = {
  'language-model': languageModelTask,
  infill: infillTask,
  tag: tagTask,
  classify: classifyTask,
  'generate-from-label': generateFromLabelTask,
  translate: translateTask,
};

export function taskOf({ task }: { readonly task: Task }): TaskDefinition {
  return DEFINITIONS[task];
}

export function learningOf(experiment: Pick<Experiment, 'task' | 'rule'>): Learning {
  return taskOf(experiment).learning(experiment);
}

/** In the order in which they are told. */
export function tasksThat(can: (definition: TaskDefinition) => boolean): Task[] {
  return TASKS.filter((task) => can(DEFINITIONS[task]));
}
