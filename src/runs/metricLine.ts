/**
 * One line of metrics.jsonl or samples.jsonl. JSON has no NaN: it is written as null and read back as NaN.
 * What is read is checked, for a panel will draw it, and anybody may have edited the file.
 */
import { z } from 'zod';
import { DEVICE_NAMES } from '../engine/backend';
import { UNITS } from '../engine/text/units';
import { DONE_REASONS } from '../engine/trainingEvent';
import type { LoggedEvent } from '../protocol/runState';

const count = z.number().int().nonnegative();
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const device = z.object({
  backend: z.enum(['reference', 'gpujs', 'wasm']),
  device: z.enum(DEVICE_NAMES),
  label: z.string(),
  precision: z.enum(['float32', 'float64']),
  note: z.string().optional(),
  software: z.boolean().optional(),
});

/** A square of counts. */
const confusion = z
  .object({ labels: z.array(z.string()), counts: z.array(z.array(count)) })
  .refine(({ labels, counts }) => counts.length === labels.length && counts.every((row) => row.length === labels.length));

export const startedSchema = z.object({
  kind: z.literal('started'),
  device,
  candidates: z.array(z.object({ device: z.string(), charsPerSecond: z.number().optional(), reason: z.string().optional() })).optional(),
  parameters: count,
  vocabulary: z.array(z.string()),
  units: z.enum(UNITS).optional(),
  trainCharacters: count,
  validationCharacters: count,
  rows: z.object({ train: count, validation: count }).optional(),
  textHash: z.string().optional(),
  initHash: z.string().optional(),
  experimentFile: z.object({ file: z.string(), settings: z.string() }).optional(),
  batch: count,
  window: count,
  targetWindow: count.optional(),
  updatesPerEpoch: count,
  updates: count.optional(),
  update: count,
  notes: z.array(z.string()),
});

export const updatedSchema = z.object({
  kind: z.literal('update'),
  update: count,
  epoch: z.number(),
  loss: measured,
  gradNorm: measured,
  clipped: z.boolean(),
  learningRate: z.number(),
  charsPerSecond: measured,
  elapsed: z.number(),
  progress: z.number().optional(),
  remaining: z.number().optional(),
});

export const validatedSchema = z.object({
  kind: z.literal('validation'),
  update: count,
  loss: measured,
  best: z.boolean(),
  accuracy: measured.optional(),
  confusion: confusion.optional(),
});

export const sampledSchema = z.object({
  kind: z.literal('sample'),
  update: count,
  prompt: z.string(),
  text: z.string(),
  expected: z.string().optional(),
});

export const doneSchema = z.object({
  kind: z.literal('done'),
  reason: z.enum(DONE_REASONS),
  update: count,
  epoch: z.number(),
  loss: measured,
  validation: measured.optional(),
  elapsed: z.number(),
  message: z.string(),
});

const failedSchema = z.object({ kind: z.literal('failed'), message: z.string() });

/** Lines of version 0.1.0 have no number of their own. */
const numbered = { seq: z.number().int().positive().optional() };
const line = z.discriminatedUnion('kind', [
  updatedSchema.extend(numbered),
  startedSchema.extend(numbered),
  validatedSchema.extend(numbered),
  sampledSchema.extend(numbered),
  doneSchema.extend(numbered),
  failedSchema.extend(numbered),
]);

export type MetricLine = z.infer<typeof line>;

/** Undefined for a line that is torn, corrupt or somebody else's. */
export function parseMetricLine(text: string): MetricLine | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return line.safeParse(json).data;
}

export function printMetricLine(event: LoggedEvent): string {
  return `${JSON.stringify(event)}\n`;
}
