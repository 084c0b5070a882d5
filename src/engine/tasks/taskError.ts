/** A run can do what it was trained for; asked for anything else, it says what that is. */
import type { TaskDefinition } from './task';
import { tasksThat } from './tasks';
import { type Task, taskWords } from './words';

/** A model was asked for what another task learns. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
}

/** @throws TaskError unless the task is one of those that can do what is wanted */
export function requireTask(task: Task, can: (definition: TaskDefinition) => boolean): void {
  const wanted = tasksThat(can);
  if (wanted.includes(task)) return;
  const does = (each: Task) => taskWords({ task: each }).does;
  throw new TaskError(`This run ${does(task)}. Choose one that ${wanted.map(does).join(' or ')} (task ${wanted.join(' or ')}).`);
}
