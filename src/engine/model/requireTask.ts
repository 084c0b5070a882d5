/** A run can do what it was trained for; asked for anything else, it says what that is. */
import type { Task } from '../experimentSchema';

/** A model was asked for what another task learns. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
}

const DOES: Readonly<Record<Task, string>> = {
  'language-model': 'continues texts',
  infill: 'fills gaps',
  tag: 'tags characters',
  classify: 'classifies texts',
  'generate-from-label': 'writes texts of a label',
  translate: 'translates',
};

/** @throws TaskError unless the task is one of those wanted */
export function requireTask(task: Task, ...wanted: readonly Task[]): void {
  if (wanted.includes(task)) return;
  const others = wanted.map((each) => DOES[each]).join(' or ');
  throw new TaskError(`This run ${DOES[task]}. Choose one that ${others} (task ${wanted.join(' or ')}).`);
}
