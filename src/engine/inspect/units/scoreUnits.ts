/**
 * What each unit knows: how well its value tells a property of the text, measured on other stretches of the text than
 * those that chose the property and its sign. AUC where a character has the property or not, |r| where it is a number.
 */

import { CancelledError, type Following } from '../../interruption';
import type { Direction } from '../../model/stack';
import { type Units, unitWords, withoutSpace } from '../../text/units';
import type { ActivationTable } from '../activationTable';
import { shownActivations, shownName } from '../place';
import type { Part } from '../traceShape';
import { aucOf, correlation, type Moments, momentsOf, Ranker, standardized } from './ranks';
import { propertiesOf, type TextProperty, textCharacters } from './textProperties';

/** A property that somebody else knows of the text, as a language service does. */
export interface GivenProperty {
  readonly name: string;
  /** Characters that have it: [from, to, from, to …], in order, in columns of the trace's text. */
  readonly spans: readonly number[];
}

export interface ScoresWanted {
  readonly part: Part;
  readonly activations: 'output and states' | 'all';
  readonly given: readonly GivenProperty[];
}

export interface ScoredProperty extends Pick<TextProperty, 'name' | 'words' | 'kind'> {
  /** Of the characters, those that have it; of a number, its mean. */
  readonly mean: number;
}

/** Units of one activation of a layer, one after another. */
export interface ScoredUnits {
  readonly layer: number;
  readonly direction: Direction;
  readonly name: string;
  readonly units: number;
}

export interface UnitScores {
  readonly properties: readonly ScoredProperty[];
  /** Those that this text cannot tell anything of, each with its reason. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
  readonly groups: readonly ScoredUnits[];
  /**
   * (units of all groups, properties). Binary: AUC, number: r, both turned by the sign that the other stretches chose, so that below
   * 0.5 (0) a unit does not keep what it promised there. NaN for a unit that stands still.
   */
  readonly scores: Float32Array;
  /** Chosen: 1 where the unit is higher with the property, −1 where it is lower. */
  readonly signs: Float32Array;
  /** (units): the property that it tells best on the stretches that choose; −1 for none. */
  readonly best: Float32Array;
  /** Every so many characters one is looked at. */
  readonly every: number;
}

/** Values looked at in all: 256 MB. */
const MOST_VALUES = 2 ** 26;
/** The text is cut in so many stretches: every other one chooses, the rest measures. */
const STRETCHES = 20;
/** Characters with, and without, a property: of fewer, in either half, nothing is said. */
const LEAST = 10;
/** Of the work, that which is reading. */
const READING = 0.6;

/** What is asked of a table of activations. */
export type SweptTable = Pick<ActivationTable, 'places' | 'length' | 'sweep'>;

/** @throws CancelledError */
export async function scoreUnits(
  table: SweptTable,
  { characters, units: read }: ReadText,
  { activations, given }: ScoresWanted,
  following: Following,
): Promise<UnitScores> {
  const groups = groupsOf(table, activations);
  const rows = groups.reduce((sum, { units }) => sum + units, 0);
  const every = Math.max(1, Math.ceil((characters.length * rows) / MOST_VALUES));
  const columns = Math.ceil(characters.length / every);
  const halves = halvesOf(columns);
  const values = await unitValues(table, groups, every, halves, following);
  const { properties, left } = preparedProperties({ characters, units: read }, given, every, halves);
  const width = properties.length;
  const scores = new Float32Array(rows * width).fill(Number.NaN);
  const signs = new Float32Array(rows * width);
  const best = new Float32Array(rows).fill(-1);
  const rankers = [new Ranker(halves.first), new Ranker(columns - halves.first)] as const;
  const ranks = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    if (following.stop.aborted) throw new CancelledError();
    if (row % 16 === 0) {
      following.progress?.(READING + (1 - READING) * (row / rows));
      await following.pause?.();
    }
    const series = values.subarray(row * columns, (row + 1) * columns);
    if (standsStill(series)) continue;
    const [chooses, measures] = cut(series, halves).map((half, which): HalfOfUnit => {
      const own = cut(ranks, halves)[which] as Float32Array;
      (rankers[which] as Ranker).rank(half, own);
      return { values: half, ranks: own, moments: momentsOf(half) };
    }) as [HalfOfUnit, HalfOfUnit];
    if (Number.isNaN(chooses.moments.mean + measures.moments.mean)) continue;
    let most = 0;
    for (const [index, property] of properties.entries()) {
      const [chosen, measured] = [property.scores[0](chooses), property.scores[1](measures)]; // −1 … 1 each
      if (Number.isNaN(chosen) || Number.isNaN(measured)) continue;
      const sign = chosen < 0 ? -1 : 1;
      signs[row * width + index] = sign;
      scores[row * width + index] = property.kind === 'binary' ? (1 + sign * measured) / 2 : sign * measured;
      if (Math.abs(chosen) > most) [most, best[row]] = [Math.abs(chosen), index];
    }
  }
  following.progress?.(1);
  const shown = properties.map(({ name, words, kind, mean }) => ({ name, words, kind, mean }));
  return {
    properties: shown,
    left,
    groups: groups.map(({ layer, direction, name, units }) => ({ layer, direction, name, units })),
    scores,
    signs,
    best,
    every,
  };
}

interface Group extends ScoredUnits {
  readonly place: number;
  readonly activation: number;
}

function groupsOf({ places }: SweptTable, which: ScoresWanted['activations']): Group[] {
  return places.flatMap(({ cell, layer, direction, units }, place) =>
    shownActivations(cell).flatMap((activation, index) =>
      which === 'all' || index === 0 || activation.state
        ? [{ layer, direction, name: shownName(activation), units, place, activation: index }]
        : [],
    ),
  );
}

/** Columns of the text as the scores have them: first all of the half that chooses, then all of the one that measures. */
interface Halves {
  /** How many choose. */
  readonly first: number;
  /** Where each column of the text is. */
  readonly place: Uint32Array;
}

function halvesOf(columns: number): Halves {
  const half = Uint8Array.from({ length: columns }, (_, column) => Math.floor((column * STRETCHES) / columns) % 2);
  const first = half.reduce((count, which) => count + 1 - which, 0);
  const next = [0, first];
  return { first, place: Uint32Array.from(half, (which) => (next[which] as number)++) };
}

const cut = (values: Float32Array, { first }: Halves) => [values.subarray(0, first), values.subarray(first)] as const;

function standsStill(series: Float32Array): boolean {
  for (let at = 1; at < series.length; at++) if (series[at] !== series[0]) return false;
  return true;
}

/** (units of all groups, columns): each unit's values beside one another, the halves apart. */
async function unitValues(
  table: SweptTable,
  groups: readonly Group[],
  every: number,
  { place: places }: Halves,
  { progress, ...rest }: Following,
) {
  const columns = Math.ceil(table.length / every);
  const values = new Float32Array(groups.reduce((sum, { units }) => sum + units, 0) * columns);
  const following = { ...rest, progress: (fraction: number) => progress?.(READING * fraction) };
  await table.sweep(following, (from, read) => {
    let row = 0;
    for (const { place, activation, units } of groups) {
      const chunk = read[place]?.[activation] as Float32Array;
      const count = chunk.length / units;
      const first = Math.ceil(from / every) * every - from;
      for (let unit = 0; unit < units; unit++) {
        let column = (from + first) / every;
        for (let t = first; t < count; t += every)
          values[(row + unit) * columns + (places[column++] as number)] = chunk[t * units + unit] as number;
      }
      row += units;
    }
  });
  return values;
}

/** A unit over one half of the text. */
interface HalfOfUnit {
  readonly values: Float32Array;
  readonly ranks: Float32Array;
  readonly moments: Moments;
}

type Score = (unit: HalfOfUnit) => number;

interface Prepared extends ScoredProperty {
  /** Over the half that chooses, and over the one that measures: 2 AUC − 1, or r. */
  readonly scores: readonly [Score, Score];
}

/** A text by the units that it is read in. */
export interface ReadText {
  readonly characters: readonly string[];
  readonly units: Units;
}

function preparedProperties({ characters, units }: ReadText, given: readonly GivenProperty[], every: number, halves: Halves) {
  const text = textCharacters(units === 'words' ? characters.map(withoutSpace) : characters);
  const { many } = unitWords(units);
  const properties: Prepared[] = [];
  const left: { name: string; why: string }[] = [];
  for (const { name, words, kind, values } of [...propertiesOf(units), ...given.map(propertyOf)]) {
    const all = values(text);
    const some = new Float32Array(halves.place.length);
    halves.place.forEach((place, column) => {
      some[place] = all[column * every] as number;
    });
    const mean = some.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length);
    const prepared = (kind === 'binary' ? classes : numbers)(cut(some, halves), many);
    if (typeof prepared === 'string') left.push({ name, why: prepared });
    else properties.push({ name, words, kind, mean, scores: prepared });
  }
  return { properties, left };
}

const propertyOf = ({ name, spans }: GivenProperty): TextProperty => ({
  name,
  words: `${name}, as the language's own provider says`,
  kind: 'binary',
  values: ({ characters }) => {
    const inside = new Float32Array(characters.length);
    for (let at = 0; at + 1 < spans.length; at += 2) inside.fill(1, spans[at], spans[at + 1]);
    return inside;
  },
});

function classes(halves: readonly Float32Array[], many: string): Prepared['scores'] | string {
  const members = halves.map((half) => indicesOf(half, 1));
  const others = halves.map((half) => indicesOf(half, 0));
  if (members.some(({ length }) => length < LEAST)) return `too few ${many} of this text are so`;
  if (others.some(({ length }) => length < LEAST)) return `nearly all ${many} of this text are so`;
  const [chooses, measures] = halves.map((_, which): Score => {
    const [some, rest] = [members[which] as Uint32Array, others[which] as Uint32Array];
    if (some.length <= rest.length) return ({ ranks }) => 2 * aucOf(ranks, some) - 1;
    return ({ ranks }) => 1 - 2 * aucOf(ranks, rest); // the fewer are the sooner added up
  });
  return [chooses as Score, measures as Score];
}

function indicesOf(values: Float32Array, wanted: number): Uint32Array {
  const indices = new Uint32Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) if (values[at] === wanted) indices[count++] = at;
  return indices.slice(0, count);
}

function numbers(halves: readonly Float32Array[]): Prepared['scores'] | string {
  const [chooses, measures] = halves.map(standardized);
  if (!chooses || !measures || chooses.length < 2 * LEAST) return 'it is the same all over this text';
  const against =
    (standard: Float32Array): Score =>
    ({ values, moments }) =>
      correlation(values, moments, standard);
  return [against(chooses), against(measures)];
}
