/**
 * The doors to a trained model: what it can be asked, whatever its task. Texts and labels are put into the form that the model reads.
 * A question that its task has no answer to is refused by name.
 */
import { evaluate } from './evaluate/evaluate';
import { trace } from './inspect/trace';
import type { Model } from './model/model';
import type { Abilities } from './tasks/task';
import { requireTask } from './tasks/taskError';
import { taskOf } from './tasks/tasks';
import { inForm } from './text/form';

export { type OpenTrace, openTrace } from './inspect/openTrace';
export { type Model, openModel } from './model/model';
export { evaluate, trace };

/** Each @throws TaskError, CancelledError */
export const generate: Abilities['generate'] = async (model, { prompt, label, ...options }, environment) => {
  const labelled = label === undefined ? {} : { label: inForm(label, model.experiment) };
  return abilityOf(model, 'generate')(model, { ...options, prompt: inForm(prompt, model.experiment), ...labelled }, environment);
};
export const score: Abilities['score'] = async (model, text, ...asked) =>
  abilityOf(model, 'score')(model, inForm(text, model.experiment), ...asked);
export const fill: Abilities['fill'] = async (model, before, after, ...asked) =>
  abilityOf(model, 'fill')(model, inForm(before, model.experiment), inForm(after, model.experiment), ...asked);
/** As it was written: what is restored comes back in the characters of who asked. */
export const tag: Abilities['tag'] = async (model, ...asked) => abilityOf(model, 'tag')(model, ...asked);
export const classify: Abilities['classify'] = async (model, texts, ...asked) =>
  abilityOf(model, 'classify')(model, allInForm(model, texts), ...asked);
export const translate: Abilities['translate'] = async (model, sources, ...asked) =>
  abilityOf(model, 'translate')(model, allInForm(model, sources), ...asked);
export const labelsOf: Abilities['labels'] = (model) => abilityOf(model, 'labels')(model);

const allInForm = ({ experiment }: Model, texts: readonly string[]) => texts.map((text) => inForm(text, experiment));

function abilityOf<Name extends keyof Abilities>({ experiment }: Model, name: Name): Abilities[Name] {
  requireTask(experiment.task, ({ abilities }) => name in abilities);
  return taskOf(experiment).abilities[name] as Abilities[Name];
}
