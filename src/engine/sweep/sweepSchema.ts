/**
 * What a sweep is: an experiment in which a setting may be a list of values or a range, and how they are combined.
 * Its JSON schema gives VS Code completion in `*.unroll.json`.
 */
import { z } from 'zod';
import { type Experiment, experimentSchema } from '../experimentSchema';

const METHODS = ['grid', 'random'] as const;
export const SCALES = ['linear', 'log'] as const;

/** Runs of one sweep, and values of one setting: more are a mistake more often than a plan. */
export const MOST_RUNS = 1_000;
export const MOST_VALUES = 100;
/** Of a random sweep that does not say how many. */
export const USUAL_RUNS = 20;

/** What a whole sweep has once: its version and what is learned from; equations are those of each cell. */
const ONE_FOR_ALL = ['version', 'files', 'cellSource'] as const satisfies readonly (keyof Experiment)[];

/** The field of an experiment file that says how its lists and ranges become runs. */
export const PLAN = 'sweep';

/** A setting that may be swept. */
export type SweptSetting = Exclude<keyof Experiment, (typeof ONE_FOR_ALL)[number]>;
/** The value of one setting in one run. */
export type SweptValue = string | number | boolean;

export const SWEPT_SETTINGS = (Object.keys(experimentSchema.shape) as (keyof Experiment)[]).filter(
  (name): name is SweptSetting => !(ONE_FOR_ALL as readonly string[]).includes(name),
);

export const rangeSchema = z.strictObject({
  from: z.number().describe('The least value.'),
  to: z.number().describe('The greatest value.'),
  scale: z.enum(SCALES).default('linear').describe('linear: evenly spread; log: by equal factors, as suits a learning rate.'),
  steps: z
    .number()
    .int()
    .min(2)
    .max(MOST_VALUES)
    .optional()
    .describe('For grid: how many values, from and to among them. Whole numbers that come out twice are taken once.'),
});
export type Range = z.infer<typeof rangeSchema>;

export const planSchema = z
  .strictObject({
    method: z.enum(METHODS).default('grid').describe('grid: every combination of the values; random: each setting of a run is drawn.'),
    runs: z
      .number()
      .int()
      .min(1)
      .max(MOST_RUNS)
      .optional()
      .describe(`For random: how many runs, ${USUAL_RUNS} where it is not said. A greater number later adds to those that are there.`),
    seed: experimentSchema.shape.seed.describe('For random: decides what is drawn. The same file with the same seed gives the same runs.'),
  })
  .describe('How lists and ranges become runs. Not said: every combination.');
export type SweepPlan = z.infer<typeof planSchema>;

/** Whether a setting counts, so that a range of it makes sense. */
export function isNumeric(setting: SweptSetting): boolean {
  const { type } = z.toJSONSchema(experimentSchema.shape[setting], { io: 'input' });
  return type === 'number' || type === 'integer';
}

/** The JSON schema of `*.unroll.json`: of an experiment, and of a sweep. */
export function sweepJsonSchema(): z.core.JSONSchema.BaseSchema {
  const whole = z.toJSONSchema(experimentSchema, { io: 'input' });
  const range = bare(z.toJSONSchema(rangeSchema, { io: 'input' }));
  const properties = Object.entries(whole.properties ?? {}).map(([name, property]) => {
    const setting = SWEPT_SETTINGS.find((swept) => swept === name);
    if (setting === undefined || typeof property !== 'object') return [name, property];
    const { description, default: byDefault, ...value } = property;
    const list = { type: 'array', items: value, minItems: 1, maxItems: MOST_VALUES, uniqueItems: true };
    const anyOf = [value, list, ...(isNumeric(setting) ? [range] : [])];
    return [name, { ...(byDefault !== undefined && { default: byDefault }), description, anyOf }];
  });
  const sweep = bare(z.toJSONSchema(planSchema, { io: 'input' }));
  return { ...whole, title: 'An experiment of Unroll, or a sweep of them', properties: { ...Object.fromEntries(properties), sweep } };
}

function bare({ $schema, ...schema }: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema {
  return schema;
}
