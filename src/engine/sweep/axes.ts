/** What one setting of a sweep takes: the values of a list, or of a range in steps or drawn. */
import { z } from 'zod';
import { experimentSchema } from '../experimentSchema';
import type { Random } from '../random';
import { isNumeric, MOST_VALUES, type Range, rangeSchema, type SweepPlan, type SweptSetting, type SweptValue } from './sweepSchema';

export type SweptValues = Readonly<Record<string, SweptValue>>;

/** A list has its values, and so has a range of a grid; a range that is drawn from is kept as it is. */
export interface Axis {
  readonly name: SweptSetting;
  readonly values?: readonly SweptValue[];
  readonly range?: Range & { readonly whole: boolean };
}

/** Digits of a value that is drawn: what follows decides nothing, and would have to be read. */
const DRAWN_DIGITS = 4;
const STEP_DIGITS = 6;

/** The axis, or what is wrong with it, in the user's words. */
export function axisOf(name: SweptSetting, said: unknown, method: SweepPlan['method']): Axis | string {
  if (Array.isArray(said)) return listAxis(name, said);
  if (!isNumeric(name)) return `${name}: a range is for numbers. Give a list, as ["…", "…"].`;
  const parsed = rangeSchema.safeParse(said);
  if (!parsed.success)
    return `${name}: a range is { "from": …, "to": … }, with "scale": "log" where values are to grow by factors, and "steps" for a grid.`;
  const { from, to, scale, steps } = parsed.data;
  if (!(to > from)) return `${name}: a range goes up: from ${from} to ${to} does not.`;
  if (scale === 'log' && !(from > 0)) return `${name}: a logarithmic range begins above 0, and this one at ${from}.`;
  const whole = z.toJSONSchema(experimentSchema.shape[name], { io: 'input' }).type === 'integer';
  if (whole && !(Number.isInteger(from) && Number.isInteger(to)))
    return `${name}: give whole numbers, as it counts: from ${from} to ${to} does not.`;
  const range = { ...parsed.data, whole };
  if (method === 'random') return { name, range };
  if (steps === undefined)
    return `${name}: say in how many steps a grid goes through this range ("steps": 5), or draw from it ("method": "random").`;
  return { name, range, values: stepsOf(range, steps) };
}

function listAxis(name: SweptSetting, list: readonly unknown[]): Axis | string {
  const values = list.filter((value): value is SweptValue => ['string', 'number', 'boolean'].includes(typeof value));
  if (list.length === 0) return `${name}: the list is empty.`;
  if (values.length < list.length) return `${name}: a list has values of the setting, one beside the other, and nothing else in it.`;
  if (values.length > MOST_VALUES) return `${name}: the list has ${values.length} values, and ${MOST_VALUES} are the most.`;
  const twice = values.find((value, at) => values.indexOf(value) < at);
  return twice === undefined ? { name, values } : `${name}: ${JSON.stringify(twice)} is in the list twice.`;
}

/** Every combination: the last axis changes first. */
export function gridOf(axes: readonly Axis[]): SweptValues[] {
  return axes.reduce<SweptValues[]>(
    (points, { name, values = [] }) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** One value: of a list each is as likely, of a range by its scale. */
export function drawn({ values, range }: Axis, random: Random): SweptValue {
  const u = random.uniform();
  if (!range) return (values as readonly SweptValue[])[Math.floor(u * (values as readonly SweptValue[]).length)] as SweptValue;
  // A whole number stands for what is nearer to it than to another: so the ends are as likely as those between.
  const { from, to, whole } = range;
  if (!whole) return rounded(between(range, u), range, DRAWN_DIGITS);
  const halfBelow = range.scale === 'log' ? Math.max(from - 0.5, from / 2) : from - 0.5;
  return Math.min(to, Math.max(from, Math.round(between({ ...range, from: halfBelow, to: to + 0.5 }, u))));
}

function stepsOf(range: Range & { readonly whole: boolean }, steps: number): number[] {
  const values = Array.from({ length: steps }, (_, step) => {
    if (step === 0) return range.from;
    if (step === steps - 1) return range.to;
    const value = between(range, step / (steps - 1));
    return range.whole ? Math.round(value) : rounded(value, range, STEP_DIGITS);
  });
  return [...new Set(values)];
}

/** @param share 0 … 1 */
function between({ from, to, scale }: Range, share: number): number {
  return scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
}

/** Never outside of the range. */
function rounded(value: number, { from, to }: Range, digits: number): number {
  return Math.min(to, Math.max(from, Number(value.toPrecision(digits))));
}
