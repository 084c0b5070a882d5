/**
 * One line of metrics.jsonl or samples.jsonl. JSON has no NaN: it is written as null and read back as NaN.
 * What is read is checked, for a panel will draw it, and anybody may have edited the file.
 */
import { z } from 'zod';
import type { MetricEvent } from '../engine/trainingEvent';

/** Training ended by an error. Only on disk: a host learns of it by the rejected promise. */
export interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

const count = z.number().int().nonnegative();
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const line = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('started'),
    device: z.looseObject({
      backend: z.enum(['reference', 'gpujs', 'wasm']),
      device: z.enum(['wasm', 'webgpu', 'webasm', 'cpu', 'reference']),
      label: z.string(),
      precision: z.enum(['float32', 'float64']),
      note: z.string().optional(),
    }),
    candidates: z
      .array(z.looseObject({ device: z.string(), charsPerSecond: z.number().optional(), reason: z.string().optional() }))
      .optional(),
    parameters: count,
    vocabulary: z.array(z.string()),
    trainCharacters: count,
    validationCharacters: count,
    textHash: z.string().optional(),
    batch: count,
    window: count,
    updatesPerEpoch: count,
    updates: count.optional(),
    update: count,
    notes: z.array(z.string()),
  }),
  z.looseObject({
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
  }),
  z.looseObject({ kind: z.literal('validation'), update: count, loss: measured, best: z.boolean() }),
  z.looseObject({ kind: z.literal('sample'), update: count, prompt: z.string(), text: z.string() }),
  z.looseObject({
    kind: z.literal('done'),
    reason: z.enum(['updates', 'epochs', 'minutes', 'patience', 'stopped', 'diverged']),
    update: count,
    epoch: z.number(),
    loss: measured,
    validation: z.number().optional(),
    elapsed: z.number(),
    message: z.string(),
  }),
  z.looseObject({ kind: z.literal('failed'), message: z.string() }),
]);

/** Undefined for a line that is torn, corrupt or somebody else's. */
export function parseMetricLine(text: string): MetricEvent | Failed | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return line.safeParse(json).data;
}

export function printMetricLine(event: MetricEvent | Failed): string {
  return `${JSON.stringify(event)}\n`;
}
