/**
 * What each unit knows: how well its value tells a property of the text, measured on other stretches of the text than
 * those that chose the property and its sign. AUC where a character has the property or not, |r| where it is a number.
 */

import { CancelledError, type Following } from '../../interruption';
import type { Direction } from '../../model/stack';
import type { ActivationTable } from '../activationTable';
import { shownActivations, shownName } from '../place';
import type { Part } from '../traceShape';
import { aucOf, correlation, ranksInGroups, Sorter, standardized } from './ranks';
import { TEXT_PROPERTIES, type TextProperty, textCharacters } from './textProperties';

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
  characters: readonly string[],
  { activations, given }: ScoresWanted,
  following: Following,
): Promise<UnitScores> {
  const groups = groupsOf(table, activations);
  const rows = groups.reduce((sum, { units }) => sum + units, 0);
  const every = Math.max(1, Math.ceil((characters.length * rows) / MOST_VALUES));
  const columns = Math.ceil(characters.length / every);
  const values = await unitValues(table, groups, every, following);
  const half = Uint8Array.from({ length: columns }, (_, column) => Math.floor((column * STRETCHES) / columns) % 2);
  const halves = [0, 1].map((which) => Uint32Array.from([...half.keys()].filter((column) => half[column] === which)));
  const { properties, left } = preparedProperties(characters, given, every, halves);
  const width = properties.length;
  const scores = new Float32Array(rows * width).fill(Number.NaN);
  const signs = new Float32Array(rows * width);
  const best = new Float32Array(rows).fill(-1);
  const sorter = new Sorter(columns);
  const ranks = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    if (following.stop.aborted) throw new CancelledError();
    if (row % 16 === 0) {
      following.progress?.(READING + (1 - READING) * (row / rows));
      await following.pause?.();
    }
    const series = values.subarray(row * columns, (row + 1) * columns);
    if (series.some(Number.isNaN) || series.every((value) => value === series[0])) continue;
    ranksInGroups(series, sorter.sort(series), half, ranks);
    let most = 0;
    for (const [index, property] of properties.entries()) {
      const [chosen, measured] = property.scores(series, ranks); // −1 … 1 each
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

/** (units of all groups, columns): each unit's values beside one another. */
async function unitValues(table: SweptTable, groups: readonly Group[], every: number, { progress, ...rest }: Following) {
  const columns = Math.ceil(table.length / every);
  const values = new Float32Array(groups.reduce((sum, { units }) => sum + units, 0) * columns);
  const following = { ...rest, progress: (fraction: number) => progress?.(READING * fraction) };
  await table.sweep(following, (from, read) => {
    let row = 0;
    for (const { place, activation, units } of groups) {
      const chunk = read[place]?.[activation] as Float32Array;
      const count = chunk.length / units;
      for (let t = Math.ceil(from / every) * every; t < from + count; t += every) {
        const start = (t - from) * units;
        const column = t / every;
        for (let unit = 0; unit < units; unit++) values[(row + unit) * columns + column] = chunk[start + unit] as number;
      }
      row += units;
    }
  });
  return values;
}

interface Prepared extends ScoredProperty {
  /** Of the half that chooses and the one that measures: 2 AUC − 1, or r. */
  readonly scores: (values: Float32Array, ranks: Float32Array) => readonly [number, number];
}

function preparedProperties(characters: readonly string[], given: readonly GivenProperty[], every: number, halves: readonly Uint32Array[]) {
  const text = textCharacters(characters);
  const properties: Prepared[] = [];
  const left: { name: string; why: string }[] = [];
  for (const { name, words, kind, values } of [...TEXT_PROPERTIES, ...given.map(propertyOf)]) {
    const all = values(text);
    const some = every === 1 ? all : all.filter((_, t) => t % every === 0);
    const mean = some.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length);
    const prepared = kind === 'binary' ? classes(some, halves) : numbers(some, halves);
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

function classes(values: Float32Array, halves: readonly Uint32Array[]): Prepared['scores'] | string {
  const members = halves.map((half) => half.filter((column) => values[column] === 1));
  const fewest = Math.min(...members.map(({ length }) => length));
  const others = Math.min(...members.map(({ length }, which) => (halves[which] as Uint32Array).length - length));
  if (fewest < LEAST) return `too few characters of this text are so`;
  if (others < LEAST) return `nearly all characters of this text are so`;
  const auc = (ranks: Float32Array, which: number) =>
    2 * aucOf(ranks, members[which] as Uint32Array, (halves[which] as Uint32Array).length) - 1;
  return (_, ranks) => [auc(ranks, 0), auc(ranks, 1)];
}

function numbers(values: Float32Array, halves: readonly Uint32Array[]): Prepared['scores'] | string {
  const [first, second] = halves as [Uint32Array, Uint32Array];
  const [chooses, measures] = [standardized(values, first), standardized(values, second)];
  if (!chooses || !measures || first.length < 2 * LEAST) return 'it is the same all over this text';
  return (series) => [correlation(series, first, chooses), correlation(series, second, measures)];
}
