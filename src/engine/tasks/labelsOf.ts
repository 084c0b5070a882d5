/** The labels that a model knows. */
import type { Model } from '../model/model';
import { requireTask } from '../model/requireTask';

/** @throws TaskError for a model that knows none */
export function labelsOf({ experiment, targets, labels }: Model): string[] {
  requireTask(experiment.task, 'classify', 'generate-from-label');
  return [...(experiment.task === 'classify' ? targets : labels)];
}
