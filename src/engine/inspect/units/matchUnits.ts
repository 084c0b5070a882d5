/**
 * Units that are on over a span of a text and off around it, and other places where the same units are on together
 * (LSTMVis: Strobelt et al. 2018). On is above a threshold, of the layers' outputs.
 */
import type { Numbers } from '../../backend';
import type { Following } from '../../interruption';
import type { Model } from '../../model/model';
import { type Place, shownName } from '../place';
import type { UnitAt } from '../traceShape';
import { CorpusBits, KnownBits } from './corpusBits';
import { type Corpus, corpusLength, corpusText, type SweptRows } from './corpusReader';
import type { SweptTable } from './scoreUnits';
import { sweepCorpus } from './sweepCorpus';

export interface SpanWanted {
  /** Characters of the trace's text, `to` not included. */
  readonly from: number;
  readonly to: number;
  readonly threshold: number;
}

export interface CorpusMatch {
  /** Characters of the corpus, `to` not included. */
  readonly from: number;
  readonly to: number;
  /** Of the units, those that are on, in the mean over the place: 0…1. */
  readonly on: number;
  /** What places are ranked by: `on`, times how like its length is to the span's (the shorter by the longer). */
  readonly score: number;
}

/** A place begins where at least so many of the units are on, and ends where fewer are. */
export const ENOUGH = 0.75;
const MOST_PLACES = 50;

/** The units whose output is above the threshold at each character of the span, and not at the ones before and after it. @throws CancelledError */
export async function unitsOver(table: SweptTable, { from, to, threshold }: SpanWanted, following: Following): Promise<UnitAt[]> {
  const on = table.places.map(({ units }) => new Uint8Array(units).fill(1));
  await table.sweep(following, (start, read) => {
    for (const [place, { units }] of table.places.entries()) {
      const values = read[place]?.[0] as Float32Array;
      const is = on[place] as Uint8Array;
      const end = start + values.length / units;
      for (let t = Math.max(start, from - 1); t < Math.min(end, to + 1); t++) {
        const inside = t >= from && t < to;
        for (let unit = 0; unit < units; unit++) if ((values[(t - start) * units + unit] as number) > threshold !== inside) is[unit] = 0;
      }
    }
  });
  return table.places.flatMap(({ layer, direction, cell }, place) => {
    const output = cell.activations.find(({ key }) => key === cell.output);
    return [...(on[place] as Uint8Array).keys()].flatMap((unit) =>
      on[place]?.[unit] === 1 && output ? [{ layer, direction, name: shownName(output), unit }] : [],
    );
  });
}

/** Places of a corpus where the same units are on, the likest first; for the same threshold the corpus is read once. @param length of the span @throws CorpusError, CancelledError */
export async function matchCorpus(
  model: Model,
  corpus: Corpus,
  { units, threshold, length }: { readonly units: readonly UnitAt[]; readonly threshold: number; readonly length: number },
  following: Following,
): Promise<CorpusMatch[]> {
  const text = corpusText(corpus);
  const known = await model.keep('corpus bits', async () => new KnownBits());
  const before = known.of(text, threshold);
  if (before) return placesOf(before.count(units), units.length, length);
  const characters = corpusLength(corpus, model.vocabulary.units);
  const count = new Uint16Array(characters);
  let bits: CorpusBits | undefined;
  await sweepCorpus(model, corpus, following, (rows, places) => {
    if (CorpusBits.bytes(places, characters) <= known.most) bits ??= new CorpusBits(places, characters, threshold);
    if (bits) bits.add(rows);
    else countOn(count, rows, places, units, threshold);
  });
  if (!bits) return placesOf(count, units.length, length);
  known.keep(text, threshold, bits);
  return placesOf(bits.count(units), units.length, length);
}

/** Of a corpus too long for bits to be kept. */
function countOn(
  count: Uint16Array,
  { positions, values }: SweptRows,
  places: readonly Place[],
  units: readonly UnitAt[],
  threshold: number,
): void {
  for (const [place, { layer, direction, units: all }] of places.entries()) {
    const some = units.filter((unit) => unit.layer === layer && unit.direction === direction && unit.unit < all).map(({ unit }) => unit);
    const outputs = values[place]?.[0] as Numbers;
    positions.forEach((position, row) => {
      if (position >= 0)
        for (const unit of some) if ((outputs[row * all + unit] as number) > threshold) count[position] = (count[position] as number) + 1;
    });
  }
}

/** @param count of units that are on at each character */
export function placesOf(count: Uint16Array, units: number, length: number): CorpusMatch[] {
  const enough = Math.max(1, ENOUGH * units);
  const places: CorpusMatch[] = [];
  for (let from = 0; from < count.length; from++) {
    if ((count[from] as number) < enough) continue;
    let [to, sum] = [from, 0];
    for (; to < count.length && (count[to] as number) >= enough; to++) sum += count[to] as number;
    const on = sum / (units * (to - from));
    places.push({ from, to, on, score: (on * Math.min(length, to - from)) / Math.max(length, to - from) });
    from = to;
  }
  return places.sort((a, b) => b.score - a.score || a.from - b.from).slice(0, MOST_PLACES);
}
