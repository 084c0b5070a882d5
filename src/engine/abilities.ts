/** The doors to a trained model: what it can be asked, whatever its task. A question that its task has no answer to is refused by name. */
import { evaluate } from './evaluate/evaluate';
import { trace } from './inspect/trace';
import type { Model } from './model/model';
import type { Abilities } from './tasks/task';
import { requireTask } from './tasks/taskError';
import { taskOf } from './tasks/tasks';

export { type OpenTrace, openTrace } from './inspect/openTrace';
export { type Model, openModel } from './model/model';
export { evaluate, trace };

/** Each @throws TaskError, CancelledError */
export const generate: Abilities['generate'] = async (model, ...asked) => abilityOf(model, 'generate')(model, ...asked);
export const score: Abilities['score'] = async (model, ...asked) => abilityOf(model, 'score')(model, ...asked);
export const fill: Abilities['fill'] = async (model, ...asked) => abilityOf(model, 'fill')(model, ...asked);
export const tag: Abilities['tag'] = async (model, ...asked) => abilityOf(model, 'tag')(model, ...asked);
export const classify: Abilities['classify'] = async (model, ...asked) => abilityOf(model, 'classify')(model, ...asked);
export const translate: Abilities['translate'] = async (model, ...asked) => abilityOf(model, 'translate')(model, ...asked);
export const labelsOf: Abilities['labels'] = (model) => abilityOf(model, 'labels')(model);

function abilityOf<Name extends keyof Abilities>({ experiment }: Model, name: Name): Abilities[Name] {
  requireTask(experiment.task, ({ abilities }) => name in abilities);
  return taskOf(experiment).abilities[name] as Abilities[Name];
}
