/** What may be changed while a text is read, as a question says it. */
import * as z from 'zod/mini';

/** Interventions at once: more than anybody keeps apart. */
const MOST = 64;

/** What something is clamped at, and what is added to it, lies between this and its negative. */
export const MOST_VALUE = 1e6;

const index = z.int().check(z.minimum(0));
const value = z.number().check(z.minimum(-MOST_VALUE), z.maximum(MOST_VALUE));
/** Which text of a translator it is in. */
const inside = { part: z.optional(z.enum(['source', 'target'])) };
const target = {
  ...inside,
  layer: index,
  direction: z.enum(['forward', 'backward']),
  name: z.string().check(z.maxLength(1000)),
  unit: z.optional(index),
};
const span = { from: index, to: z.optional(index) };

export const interventionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('clamp'), ...target, ...span, value }),
  z.strictObject({ kind: z.literal('add'), ...target, ...span, value }),
  z.strictObject({ kind: z.literal('freeze'), ...target, ...span }),
  z.strictObject({ kind: z.literal('reset'), ...inside, at: index }),
  z.strictObject({ kind: z.literal('patch'), ...inside, at: index, text: z.string().check(z.maxLength(100_000)), of: index }),
  z.strictObject({ kind: z.literal('edit'), ...inside, at: index, character: z.string().check(z.maxLength(8)) }),
]);

export const interventionsSchema = z.readonly(z.array(interventionSchema).check(z.maxLength(MOST)));
