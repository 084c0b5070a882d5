/** The one table of fields: what a trace can be asked for, each a picture over characters. A further field is its type and its entry. */
import { CancelledError, type Following, type Interruption } from '../interruption';
import { Aggregate } from './aggregate';
import { shownActivations, shownName } from './place';
import type { Traced } from './readings';
import type { TracedPart } from './tracedPart';
import { type Block, type Field, type FieldRequest, PLANES, type Stretch } from './traceShape';
import { followFactors } from './units/factors';

/** A field that this trace does not have, or a stretch that its text does not. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

/** Numbers in one answer, at most: a screen and its surroundings, not a text. */
const MOST = 2 ** 24;

/** Characters whose factors are followed at a time. */
const FOLLOWED = 1024;

type Fields = {
  readonly [Kind in Field['kind']]: (
    traced: Traced,
    text: TracedPart,
    asked: Stretch & Extract<Field, { kind: Kind }>,
    following: Following,
  ) => Promise<Aggregate> | Aggregate;
};

const FIELDS: Fields = {
  activation: (_, { table }, { layer, direction, name, unit, from, to, step }, interruption) => {
    const place = table.places.findIndex((each) => each.layer === layer && each.direction === direction);
    const found = table.places[place];
    const shown = found ? shownActivations(found.cell) : [];
    const activation = shown.findIndex((each) => shownName(each) === name);
    if (!found || activation < 0 || (unit !== undefined && unit >= found.units))
      throw new FieldError(`Layer ${layer} (${direction}) has no ${name}${unit === undefined ? '' : `[${unit}]`}.`);
    return table.columns({ place, activation, from, to, step, unit }, interruption);
  },
  factors: async (_, { table }, { layer, direction, rank, from, to, step }, following) => {
    const place = table.places.findIndex((each) => each.layer === layer && each.direction === direction);
    if (place < 0) throw new FieldError(`There is no layer ${layer} (${direction}).`);
    const fitted = await table.factors(place, rank, { ...following, progress: undefined });
    const follow = followFactors(fitted);
    const aggregate = new Aggregate(fitted.rank, to - from, step);
    for (let start = from; start < to; start += FOLLOWED) {
      await following.pause?.();
      if (following.stop.aborted) throw new CancelledError();
      const end = Math.min(to, start + FOLLOWED);
      const { mean } = await table.columns({ place, activation: 0, from: start, to: end, step: 1 }, following);
      aggregate.add(follow(mean), 0, end - start);
    }
    return aggregate;
  },
  surprise: (_, { surprise }, { from, to, step }) => aggregated(surprise, 1, { from, to, step }),
  advantage: async (traced, text, { from, to, step }, interruption) => {
    const { advantage } = await ngramsOf(traced, interruption);
    if (text !== traced.source) throw new FieldError('The target is held against no n-grams.');
    return aggregated(advantage.subarray(from, to), 1, { from: 0, to: to - from, step });
  },
  alignment: ({ source, target, alignment }, text, { from, to, step }) => {
    if (!alignment || !target) throw new FieldError('This trace has no alignment.');
    const [S, T] = [source.table.length, target.table.length];
    if (text === target) return aggregated(alignment, S, { from, to, step });
    return aggregated(turned(alignment, [T, S], from, to), T, { from: 0, to: to - from, step });
  },
};

/** @throws FieldError where there are none */
export async function ngramsOf({ ngrams }: Traced, interruption: Interruption): ReturnType<NonNullable<Traced['ngrams']>> {
  if (!ngrams) throw new FieldError('There are no n-grams to hold this text against.');
  return await ngrams(interruption);
}

/** @throws FieldError, CancelledError */
export async function askField(traced: Traced, asked: FieldRequest, following: Following): Promise<Block> {
  const { part, from, step, planes = PLANES } = asked;
  const text = part === 'target' ? traced.target : traced.source;
  if (!text) throw new FieldError('This trace has no target.');
  const to = Math.min(asked.to, text.table.length);
  if (!(from >= 0 && from <= to && step >= 1)) throw new FieldError(`There are no characters ${from + 1} to ${to} in steps of ${step}.`);
  // The entry of a kind takes that kind.
  const ask = FIELDS[asked.field.kind] as (...given: [Traced, TracedPart, Stretch & Field, Following]) => Promise<Aggregate>;
  const aggregate = await ask(traced, text, { part, from, to, step, ...asked.field }, following);
  const { columns, rows } = aggregate;
  const given = step === 1 ? (['mean'] as const) : planes;
  if (columns * rows * given.length > MOST) throw new FieldError('This is too much at once. Ask for fewer characters, or wider columns.');
  return { from, step, columns, rows, ...Object.fromEntries(given.map((plane) => [plane, aggregate[plane]])) };
}

function aggregated(values: Float32Array, rows: number, { from, to, step }: Pick<Stretch, 'from' | 'to' | 'step'>): Aggregate {
  const aggregate = new Aggregate(rows, to - from, step);
  aggregate.add(values, from, to);
  return aggregate;
}

/** (T, S) → (to − from, T): some columns as rows. */
function turned(values: Float32Array, [T, S]: readonly [number, number], from: number, to: number): Float32Array {
  const across = new Float32Array((to - from) * T);
  for (let t = 0; t < T; t++) for (let s = from; s < to; s++) across[(s - from) * T + t] = values[t * S + s] as number;
  return across;
}
