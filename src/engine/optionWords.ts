/** What a setting of an experiment may be, in the user's words: help, the editor's settings and refusals say it alike. */
import { z } from 'zod';
import { experimentSchema } from './experimentSchema';

const PROPERTIES: Readonly<Record<string, z.core.JSONSchema.BaseSchema | boolean>> =
  z.toJSONSchema(experimentSchema, { io: 'input' }).properties ?? {};

/** Of a number: `from 1 to 8192`, `more than 0 and up to 100`, `from 1 on`. */
export function rangeWords(setting: string): string | undefined {
  const allowed = PROPERTIES[setting];
  if (typeof allowed !== 'object' || (allowed.type !== 'integer' && allowed.type !== 'number')) return undefined;
  const { minimum, exclusiveMinimum, maximum = Number.MAX_SAFE_INTEGER } = allowed;
  const bounded = maximum < Number.MAX_SAFE_INTEGER;
  if (minimum !== undefined) return bounded ? `from ${minimum} to ${maximum}` : `from ${minimum} on`;
  return `more than ${exclusiveMinimum}${bounded ? ` and up to ${maximum}` : ''}`;
}

/** `one of no, concat, sum`; `a whole number from 1 to 8192`; undefined for what is neither chosen nor a number. */
export function allowedWords(setting: string): string | undefined {
  const allowed = PROPERTIES[setting];
  if (typeof allowed !== 'object') return undefined;
  if (allowed.anyOf) return 'a name, or a whole number from 1 to 999';
  if (allowed.enum) return `one of ${allowed.enum.join(', ')}`;
  const range = rangeWords(setting);
  return range && `${allowed.type === 'integer' ? 'a whole number' : 'a number'}${range.startsWith('from') ? ' ' : ', '}${range}`;
}
