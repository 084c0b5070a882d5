/** From a sweep to its runs: pure, seeded, and every combination is looked at before anything trains. */
import { z } from 'zod';
import { ExperimentError, type ExperimentOptions, experimentSchema } from '../experimentSchema';
import { allowedWords } from '../optionWords';
import { parseExperiment } from '../parseExperiment';
import { Random } from '../random';
import { type Axis, axisOf, drawn, gridOf, type SweptValues } from './axes';
import { MOST_RUNS, planSchema, SWEPT_SETTINGS, type SweepPlan, type SweptSetting, USUAL_RUNS } from './sweepSchema';

/** What one run of a sweep is. */
export interface Combination {
  /** Of the settings that vary, in the order of the file. */
  readonly values: SweptValues;
  /** What a person would have said for this run alone. */
  readonly options: ExperimentOptions;
}

export interface Sweep {
  readonly method: SweepPlan['method'];
  /** The settings that vary, in the order of the file. */
  readonly varied: readonly SweptSetting[];
  readonly runs: readonly Combination[];
  /** Whole sentences. */
  readonly notes: readonly string[];
}

/** Problems that are told one by one; the others are counted. */
const MOST_TOLD = 12;
/** Draws for a new run, before what can be drawn is taken for used up. */
const MOST_DRAWS = 200;

/** Whether an experiment's file is of many runs: it says how, or a setting in it is a list or a range. */
export function isSweep(json: unknown): boolean {
  const file = z.record(z.string(), z.unknown()).safeParse(json);
  return file.success && ('sweep' in file.data || SWEPT_SETTINGS.some((name) => typeof file.data[name] === 'object'));
}

/**
 * The runs of a sweep: of a grid every combination, the setting that is named last changing first; of a random one as many
 * different ones as are asked for. More runs of the same seed begin with those of fewer.
 * @param json as in a file @throws ExperimentError naming each wrong value and each combination that cannot be trained
 */
export function expandSweep(json: unknown): Sweep {
  const file = z.record(z.string(), z.unknown()).safeParse(json);
  if (!file.success) throw new ExperimentError('A sweep is a JSON object: settings, and lists or ranges of them.');
  const { sweep = {}, ...said } = file.data;
  const plan = planOf(sweep);
  const swept = SWEPT_SETTINGS.filter((name) => typeof said[name] === 'object' && said[name] !== null);
  const varied = Object.keys(said).flatMap((name) => swept.find((one) => one === name) ?? []);
  if (varied.length === 0)
    throw new ExperimentError('Nothing varies: give a setting a list, as "hidden": [64, 128], or a range, as { "from": 1, "to": 4 }.');
  const axes = axesOf(varied, said, plan);
  const fixed = Object.fromEntries(Object.entries(said).filter(([name]) => !varied.some((one) => one === name)));
  const { points, notes } = plan.method === 'grid' ? { points: grid(axes), notes: [] } : random(axes, plan);
  const runs = points.map((values) => ({ values, options: { ...fixed, ...values } as ExperimentOptions }));
  requireTrainable(runs);
  return { method: plan.method, varied, runs, notes };
}

/** `hidden 64, cell gru` */
export function valuesInWords(values: SweptValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** @throws ExperimentError */
function planOf(sweep: unknown): SweepPlan {
  const parsed = planSchema.safeParse(sweep);
  if (!parsed.success) throw new ExperimentError(parsed.error.issues.map(planProblem).join('\n'));
  if (parsed.data.method === 'grid' && parsed.data.runs !== undefined)
    throw new ExperimentError('sweep: runs is for random: a grid trains every combination. Leave it out, or choose "method": "random".');
  return parsed.data;
}

function planProblem(issue: z.core.$ZodIssue): string {
  const name = ['sweep', ...issue.path].join('.');
  return issue.code === 'unrecognized_keys' ? `${name}: there is no ${issue.keys.join(', ')}.` : `${name}: ${issue.message}.`;
}

/** @throws ExperimentError naming every wrong list and range */
function axesOf(varied: readonly SweptSetting[], said: Readonly<Record<string, unknown>>, { method }: SweepPlan): readonly Axis[] {
  const problems: string[] = [];
  const axes = varied.flatMap((name) => {
    const axis = axisOf(name, said[name], method);
    if (typeof axis === 'string') problems.push(axis);
    else problems.push(...outOfBounds(axis));
    return typeof axis === 'string' ? [] : [axis];
  });
  if (problems.length > 0) throw new ExperimentError(told(problems));
  return axes;
}

/** Of a range that is drawn from, its ends. */
function outOfBounds({ name, values, range }: Axis): string[] {
  const ends = range ? [range.from, range.to] : [];
  const wrong = (values ?? ends).filter((value) => !experimentSchema.shape[name].safeParse(value).success);
  const allowed = allowedWords(name);
  return wrong.map((value) => `${name}: ${JSON.stringify(value)} cannot be used${allowed === undefined ? '' : `; give ${allowed}`}.`);
}

/** @throws ExperimentError */
function grid(axes: readonly Axis[]): SweptValues[] {
  const count = axes.reduce((product, { values = [] }) => product * values.length, 1);
  if (count > MOST_RUNS)
    throw new ExperimentError(
      `These are ${count.toLocaleString('en')} combinations (${axes.map(({ name, values = [] }) => `${name}: ${values.length}`).join(', ')}), and a sweep has up to ${MOST_RUNS.toLocaleString('en')} runs. Take fewer values, or draw some: "sweep": { "method": "random", "runs": ${USUAL_RUNS} }.`,
    );
  return gridOf(axes);
}

/** Each run once. */
function random(axes: readonly Axis[], { runs = USUAL_RUNS, seed }: SweepPlan): { points: SweptValues[]; notes: string[] } {
  const generator = Random.fromSeed(seed);
  const points = new Map<string, SweptValues>();
  for (let fruitless = 0; points.size < runs && fruitless < MOST_DRAWS; ) {
    const point = Object.fromEntries(axes.map((axis) => [axis.name, drawn(axis, generator)]));
    const key = JSON.stringify(point);
    fruitless = points.has(key) ? fruitless + 1 : 0;
    points.set(key, point);
  }
  const found = points.size;
  const fewer = found < runs ? [`Only ${found} different runs were found to draw from these lists and ranges, not ${runs}.`] : [];
  return { points: [...points.values()], notes: fewer };
}

/** @throws ExperimentError naming each combination that no run could have */
function requireTrainable(runs: readonly Combination[]): void {
  const problems = runs.flatMap(({ values, options }) => {
    try {
      parseExperiment(options, Object.keys(options));
      return [];
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      return [`${valuesInWords(values)}: ${error.message}`];
    }
  });
  if (problems.length === 0) return;
  const which = problems.length === runs.length ? 'No combination' : `${problems.length} of ${runs.length} combinations`;
  throw new ExperimentError(`${which} can be trained${problems.length === runs.length ? '' : ': not these'}.\n${told(problems)}`);
}

function told(problems: readonly string[]): string {
  const rest = problems.length - MOST_TOLD;
  return [...problems.slice(0, MOST_TOLD), ...(rest > 0 ? [`And ${rest} more.`] : [])].join('\n');
}
