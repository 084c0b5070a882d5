/** From what a person says to an experiment: defaults are filled in, and what is wrong is named in the person's words. */
import { z } from 'zod';
import { type Experiment, ExperimentError, type ExperimentOptions, experimentSchema } from './experimentSchema';
import { fitting } from './fitting';
import { allowedWords } from './optionWords';
import type { Unfitting } from './tasks/task';
import { unfitting } from './tasks/taskSettings';
import { taskOf } from './tasks/tasks';
import { TASKS, USUAL_TASK } from './tasks/words';
import { UNITS } from './text/units';

/** Of words there are too many to feed them one-hot, and most stand once or twice. */
const OF_WORDS = { vocabulary: 10_000, embedding: 128 } as const satisfies ExperimentOptions;

/**
 * Fills in defaults: what fits the size of what is learned, where that is known, those of the task, then those of all.
 * @param said the settings that a person named, where they are known
 * @param characters that there are to learn from
 * @throws ExperimentError naming every wrong field, or one that the task has no use for
 */
export function parseExperiment(options: unknown, said?: readonly string[], characters?: number): Experiment {
  const parsed = experimentSchema.safeParse(withDefaults(options, characters));
  if (!parsed.success) throw new ExperimentError(parsed.error.issues.map(settingProblem).join('\n'));
  const problem = unfitting(parsed.data, said);
  if (problem) throw new ExperimentError(problem.message);
  return parsed.data;
}

/** The setting that does not fit the task, of options that are each within their bounds. */
export function unfittingSetting(options: ExperimentOptions): Unfitting | undefined {
  return unfitting(experimentSchema.parse(withDefaults(options, undefined)));
}

function withDefaults(options: unknown, characters: number | undefined): unknown {
  const known = z.looseObject({ task: z.enum(TASKS).default(USUAL_TASK), units: z.enum(UNITS).optional() }).safeParse(options);
  if (!known.success) return options;
  const said = Object.fromEntries(Object.entries(known.data).filter(([, value]) => value !== undefined));
  return {
    ...taskOf(known.data).defaults,
    ...(known.data.units === 'words' && OF_WORDS),
    ...(characters !== undefined && fitting(said, characters)),
    ...said,
  };
}

const TYPES: Readonly<Record<string, string>> = { string: 'a text', boolean: 'true or false', array: 'a list of texts' };

/** What is wrong with a setting, in the user's words. */
export function settingProblem(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `There is no setting ${issue.keys.join(', ')}.`;
  const name = String(issue.path[0] ?? 'experiment');
  const allowed = allowedWords(name);
  const type = issue.code === 'invalid_type' ? TYPES[issue.expected] : undefined;
  if (allowed === undefined && type) return `${name}: give ${type}.`;
  if (issue.code === 'invalid_format' || allowed === undefined) return `${name}: ${issue.message}`;
  return `${name}: ${allowed.startsWith('one of') ? 'choose' : 'give'} ${allowed}.`;
}
