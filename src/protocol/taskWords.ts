/** The words of the tasks, for rooms that may not know the engine: data alone. */

export { emptyTranslations } from '../engine/tasks/translate/words';
export { calledBy, TASKS, type Task, type TaskWords, taskWords, USUAL_TASK } from '../engine/tasks/words';
