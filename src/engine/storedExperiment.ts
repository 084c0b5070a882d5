/**
 * An experiment as it was stored is exact: what a default is today, or a stricter rule, says nothing of a run that was made
 * before. Bounds are looked at when a person says a setting (`experimentSchema.ts`); here only that it can be one.
 */
import { z } from 'zod';
import { DEVICE_NAMES } from './backend';
import { ATTENTIONS, BOTH_WAYS, type Experiment, ExperimentError, OPTIMIZERS, RULES, SCHEDULES } from './experimentSchema';
import { TASKS } from './tasks/words';
import { ENCODINGS } from './text/encodings';
import { LINE_ENDS, NORMALIZATIONS } from './text/form';
import { UNITS } from './text/units';

const count = z.int().min(1);
/** Far above any bound there ever was: what a file claims is made room for before its weights are looked at. */
const size = count.max(1 << 16);
const length = count.max(1 << 24);
const column = z.union([count, z.string().min(1)]);
const share = z.number().min(0).max(1);

/** A setting that came later than the first runs has the value that is as if it did not exist: never a task's default. */
const versionOne = z.strictObject({
  version: z.literal(1),
  task: z.enum(TASKS).default('language-model'),
  files: z.array(z.string()),
  encoding: z.enum(['auto', ...ENCODINGS]).default('auto'),
  lineEnds: z.enum(LINE_ENDS).default('keep'),
  normalization: z.enum(NORMALIZATIONS).default('keep'),
  units: z.enum(UNITS).default('characters'),
  vocabulary: z.int().min(0).default(0),
  keepVocabulary: z.boolean().default(false),
  init: z.string().optional(),
  initVocabulary: z.string().optional(),
  inputColumn: column.default(1),
  targetColumn: column.default(2),
  header: z.boolean().default(false),
  rule: z.enum(RULES).optional(),
  cell: z.string(),
  cellSource: z.string().default(''),
  hidden: size,
  layers: count.max(256),
  bidirectional: z.enum(BOTH_WAYS).default('no'),
  residual: z.boolean().default(false),
  attention: z.enum(ATTENTIONS).default('none'),
  decoderHidden: size.optional(),
  teacherForcing: share.default(1),
  sideHeads: z.boolean().default(false),
  embedding: z
    .int()
    .min(0)
    .max(1 << 16),
  dropout: share,
  inputDropout: share.default(0),
  batch: length,
  window: length,
  validation: share,
  initializer: z.string().default('uniform'),
  optimizer: z.enum(OPTIMIZERS),
  learningRate: z.number().positive(),
  momentum: z.number().min(0).default(0),
  schedule: z.enum(SCHEDULES).default('constant'),
  clip: z.number().min(0),
  seed: z.int().min(0),
  device: z.enum(['auto', ...DEVICE_NAMES]),
  updates: count.optional(),
  epochs: z.number().positive().optional(),
  minutes: z.number().positive().optional(),
  patience: count.optional(),
  checkpointEvery: count,
  keepCheckpoints: count.optional(),
  validateEvery: count.optional(),
});

const anyVersion = z.looseObject({ version: z.number() });

/** As it was stored, by this version of Unroll or an older one. @throws ExperimentError */
export function readStoredExperiment(json: unknown): Experiment {
  const version = anyVersion.safeParse(json).data?.version;
  if (version === undefined) throw new ExperimentError('This is no experiment of Unroll: it says no version.');
  if (version !== 1) throw new ExperimentError(`This experiment has version ${version}, and this Unroll reads version 1. Update Unroll.`);
  const stored = versionOne.safeParse(json);
  if (stored.success) return stored.data;
  throw new ExperimentError(stored.error.issues.slice(0, 5).map(inWords).join('\n'));
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `This Unroll does not know the setting ${issue.keys.slice(0, 5).join(', ').slice(0, 200)}: a newer one wrote it. Update Unroll.`;
  return `The stored setting ${String(issue.path[0] ?? 'experiment')} cannot be used: ${issue.message}.`;
}
