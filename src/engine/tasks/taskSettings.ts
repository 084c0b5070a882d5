/** Which settings are for some tasks only. Where a task has no use for one, that is said and not passed over. */
import { type Experiment, RULES } from '../experimentSchema';
import type { TaskSetting, Unfitting } from './task';
import { learningOf, taskOf, tasksThat } from './tasks';
import { TASKS, type Task } from './words';

interface Purpose {
  /** As a sentence begins with it. */
  readonly what: string;
  /** Why the other tasks have no use for it, where that is not plain. */
  readonly because?: string;
  /** What it is where it is not wanted. */
  readonly idle: unknown;
}

const OF_TASKS: Readonly<Record<TaskSetting, Purpose>> = {
  units: { what: 'units', idle: 'characters' },
  vocabulary: { what: 'vocabulary', idle: 0 },
  rule: { what: 'rule', idle: undefined },
  bidirectional: {
    what: 'Reading in both directions (bidirectional)',
    because: ': to predict what comes next, it must not be seen',
    idle: 'no',
  },
  attention: { what: 'attention', idle: 'none' },
  decoderHidden: { what: 'decoderHidden', idle: undefined },
  teacherForcing: { what: 'teacherForcing', idle: 1 },
  sideHeads: { what: 'sideHeads', idle: false },
};

/** For those that learn from rows: said in vain, even the default is a mistake, as the rows are nowhere. */
const OF_ROWS = { inputColumn: 1, targetColumn: 2, header: false } as const satisfies Partial<Experiment>;

/**
 * What is wrong with the settings for this task; undefined where all fit.
 * @param said the settings that were named, where that is known: else only those that differ from the default are looked at
 */
export function unfitting(experiment: Experiment, said: readonly string[] = []): Unfitting | undefined {
  const { uses, refuses } = taskOf(experiment);
  const refused = refuses?.(experiment);
  if (refused) return refused;
  if (learningOf(experiment).from !== 'rows') {
    for (const [name, idle] of Object.entries(OF_ROWS))
      if (experiment[name as keyof typeof OF_ROWS] !== idle || said.includes(name))
        return misplaced(name as keyof typeof OF_ROWS, name, `rows of a table (${listed(TASKS.flatMap(fromRows))})`, experiment);
  }
  for (const [name, { what, because = '', idle }] of Object.entries(OF_TASKS) as [TaskSetting, Purpose][]) {
    if (experiment[name] === idle || uses.includes(name)) continue;
    return misplaced(name, what, listed(tasksThat((definition) => definition.uses.includes(name))) + because, experiment);
  }
  return undefined;
}

function misplaced(setting: keyof Experiment, what: string, tasks: string, { task, rule }: Experiment): Unfitting {
  const ruled = rule !== undefined && taskOf({ task }).uses.includes('rule') ? ' with a rule' : '';
  return { setting, message: `${what} is for ${tasks}, and the task is ${task}${ruled}. Leave it out, or choose another task.` };
}

/** A task that learns from rows, in whatever way. */
function fromRows(task: Task): string[] {
  if (learningOf({ task }).from !== 'rows') return [];
  return [learningOf({ task, rule: RULES[0] }).from === 'rows' ? task : `${task} without a rule`];
}

/** "a, b and c" */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
