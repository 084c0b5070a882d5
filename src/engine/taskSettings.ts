/** Which settings are for some tasks only. Where a task has no use for one, that is said and not passed over. */
import type { Experiment } from './experimentSchema';

/** The other tasks learn from running text. */
export function learnsFromRows({ task, rule }: Pick<Experiment, 'task' | 'rule'>): boolean {
  return task !== 'language-model' && task !== 'infill' && !(task === 'tag' && rule !== undefined);
}

interface Purpose {
  /** As a sentence begins with it. */
  readonly what: string;
  readonly tasks: string;
  readonly fits: (experiment: Experiment) => boolean;
  /** What it is where it is not wanted. */
  readonly idle: unknown;
  /** Whether to say even that is a mistake: the rows are nowhere. */
  readonly needless?: boolean;
}

const ofRows = (what: string, idle: unknown): Purpose => ({
  what,
  tasks: 'rows of a table (classify, generate-from-label, translate, and tag without a rule)',
  fits: learnsFromRows,
  idle,
  needless: true,
});
const ofTranslate = (what: string, idle: unknown): Purpose => ({
  what,
  tasks: 'translate',
  fits: ({ task }) => task === 'translate',
  idle,
});

const PURPOSES = {
  inputColumn: ofRows('inputColumn', 1),
  targetColumn: ofRows('targetColumn', 2),
  header: ofRows('header', false),
  rule: { what: 'rule', tasks: 'tag', fits: ({ task }) => task === 'tag', idle: undefined },
  bidirectional: {
    what: 'Reading in both directions (bidirectional)',
    tasks: 'infill, tag, classify and translate: to predict what comes next, it must not be seen',
    fits: ({ task }) => task !== 'language-model' && task !== 'generate-from-label',
    idle: 'no',
  },
  attention: ofTranslate('attention', 'none'),
  decoderHidden: ofTranslate('decoderHidden', undefined),
  teacherForcing: ofTranslate('teacherForcing', 1),
} as const satisfies Partial<Record<keyof Experiment, Purpose>>;

/**
 * What is wrong with the settings for this task, in whole sentences; undefined where all fit.
 * @param said the settings that were named, where that is known: else only those that differ from the default are looked at
 */
export function unfitting(experiment: Experiment, said: readonly string[] = []): string | undefined {
  const { task, rule, bidirectional } = experiment;
  if (task === 'infill' && bidirectional === 'no') return 'infill always reads from both sides. For bidirectional choose concat or sum.';
  const ruled = task === 'tag' && rule !== undefined ? ' with a rule' : '';
  for (const [name, { what, tasks, fits, idle, needless }] of Object.entries<Purpose>(PURPOSES)) {
    const wanted = experiment[name as keyof typeof PURPOSES] !== idle || (needless && said.includes(name));
    if (wanted && !fits(experiment))
      return `${what} is for ${tasks}, and the task is ${task}${ruled}. Leave it out, or choose another task.`;
  }
  return undefined;
}
