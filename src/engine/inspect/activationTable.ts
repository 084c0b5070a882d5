/**
 * The activations of a text, within a fixed memory: values as long as there is room, read anew where there is none, and of a
 * long text columns of several characters for the view from afar. What is told of all of it is gathered on the way.
 */
import type { Numbers } from '../backend';
import { CancelledError, type Following, type Interruption } from '../interruption';
import { Aggregate } from './aggregate';
import { followed } from './decompose/steps';
import { type Place, shownActivations, shownName } from './place';
import { CLOSED, type LayerShape, OPEN } from './traceShape';
import { similarityOrder } from './unitOrder';
import { type FittedFactors, fitFactors } from './units/factors';

/** Of each place, each shown activation, (n, units). */
export type Values = readonly (readonly Numbers[])[];

/** Bytes that a table keeps at most. */
export interface Room {
  readonly values: number;
  readonly columns: number;
}
export const ROOM: Room = { values: 64 * 2 ** 20, columns: 128 * 2 ** 20 };

/** Moments by which units are ordered: enough to tell them apart. */
const MOMENTS = 256;
const FLOAT = Float32Array.BYTES_PER_ELEMENT;

export interface Wanted {
  readonly place: number;
  readonly activation: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** One alone; by default all. */
  readonly unit?: number | undefined;
}

interface Gathered {
  readonly place: Place;
  /** The output at the moments by which units are ordered. */
  readonly samples: Float32Array;
  /** Σ |output| of each unit. */
  readonly sizes: Float64Array;
  readonly activations: { low: number; high: number; columns?: Aggregate; saturation?: { closed: Float64Array; open: Float64Array } }[];
}

export class ActivationTable {
  /** Columns of so many characters are kept; 1 where all values are. */
  readonly kept: number;
  readonly #gathered: readonly Gathered[];
  /** By chunk, least recently used first. */
  readonly #values = new Map<number, readonly (readonly Float32Array[])[]>();
  readonly #factors = new Map<string, FittedFactors>();
  readonly #most: number;
  readonly #moments: number;

  /** @param again reads a chunk that was let go */
  constructor(
    readonly places: readonly Place[],
    readonly length: number,
    private readonly chunk: number,
    private readonly again: (chunk: number) => Promise<Values>,
    room = ROOM,
  ) {
    const wide = places.reduce((sum, { cell, units }) => sum + shownActivations(cell).length * units, 0) * FLOAT;
    this.#most = Math.max(1, Math.floor(room.values / (wide * chunk)));
    this.kept = this.#most * chunk >= length ? 1 : stepWithin(length, 3 * wide, room.columns);
    this.#moments = Math.min(length, MOMENTS);
    this.#gathered = places.map((place) => ({
      place,
      samples: new Float32Array(this.#moments * place.units),
      sizes: new Float64Array(place.units),
      activations: shownActivations(place.cell).map(({ range }) => ({
        low: Number.POSITIVE_INFINITY,
        high: Number.NEGATIVE_INFINITY,
        ...(range === 'gate' && { saturation: { closed: new Float64Array(place.units), open: new Float64Array(place.units) } }),
        ...(this.kept > 1 && { columns: new Aggregate(place.units, length, this.kept) }),
      })),
    }));
  }

  /** Takes in a chunk: once each, from the first to the last. */
  add(chunk: number, read: Values): void {
    const count = this.#count(chunk);
    const values = this.#trimmed(read, count);
    if (this.#values.size < this.#most) this.#values.set(chunk, values);
    this.#gathered.forEach(({ place: { units }, samples, sizes, activations }, index) => {
      const output = values[index]?.[0] as Float32Array;
      this.#sample(chunk * this.chunk, output, units, samples);
      addSizes(output, sizes);
      activations.forEach((activation, which) => {
        const numbers = values[index]?.[which] as Float32Array;
        activation.columns?.add(numbers, 0, count);
        widen(activation, numbers);
        if (activation.saturation) countSaturated(numbers, units, activation.saturation);
      });
    });
  }

  layers(): LayerShape[] {
    return this.#gathered.map(({ place: { layer, direction, units, cell }, samples, sizes, activations }) => ({
      layer,
      direction,
      units,
      activations: shownActivations(cell).map((shown, index) => {
        const { low, high, saturation } = activations[index] as Gathered['activations'][number];
        const known = low <= high;
        return {
          name: shownName(shown),
          equation: `${shown.name} = ${shown.equation}`,
          range: shown.range,
          state: shown.state,
          low: known ? low : 0,
          high: known ? high : 0,
          ...(saturation && { saturation: { closed: this.#fractions(saturation.closed), open: this.#fractions(saturation.open) } }),
        };
      }),
      order: similarityOrder(samples, units),
      activity: Float32Array.from(sizes, (size) => size / Math.max(1, this.length)),
    }));
  }

  /** Factors of the output, from the moments by which units are ordered. @throws CancelledError */
  async factors(place: number, rank: number, following: Following): Promise<FittedFactors> {
    const known = this.#factors.get(`${place} ${rank}`);
    if (known) return known;
    const { samples, place: of } = this.#gathered[place] as Gathered;
    const fitted = await followed(fitFactors(samples, of.units, rank), following);
    this.#factors.set(`${place} ${rank}`, fitted);
    return fitted;
  }

  /** @throws CancelledError */
  async columns({ place, activation, from, to, step, unit }: Wanted, { stop }: Interruption): Promise<Aggregate> {
    const { units } = this.places[place] as Place;
    const [rows, first] = unit === undefined ? [units, 0] : [1, unit];
    const columns = this.#gathered[place]?.activations[activation]?.columns;
    const onTheGrid = from % this.kept === 0 && (to % this.kept === 0 || to === this.length);
    if (columns && onTheGrid && step % this.kept === 0) return columns.coarser(from, to, step, rows, first);
    const aggregate = new Aggregate(rows, to - from, step);
    for (let chunk = Math.floor(from / this.chunk); chunk * this.chunk < to; chunk++) {
      if (stop.aborted) throw new CancelledError();
      const start = chunk * this.chunk;
      const values = (await this.#read(chunk))[place]?.[activation] as Float32Array;
      aggregate.add(values, Math.max(0, from - start), Math.min(this.#count(chunk), to - start), units, first);
    }
    return aggregate;
  }

  /** Every chunk from the first to the last, without a place among those that are kept. @throws CancelledError */
  async sweep({ stop, progress }: Following, visit: (from: number, values: Values) => void): Promise<void> {
    const chunks = Math.ceil(this.length / this.chunk);
    for (let chunk = 0; chunk < chunks; chunk++) {
      if (stop.aborted) throw new CancelledError();
      visit(chunk * this.chunk, this.#values.get(chunk) ?? this.#trimmed(await this.again(chunk), this.#count(chunk)));
      progress?.((chunk + 1) / chunks);
    }
  }

  async #read(chunk: number): Promise<readonly (readonly Float32Array[])[]> {
    const values = this.#values.get(chunk) ?? this.#trimmed(await this.again(chunk), this.#count(chunk));
    this.#values.delete(chunk);
    this.#values.set(chunk, values);
    for (const [oldest] of this.#values) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
    return values;
  }

  #fractions(counts: Float64Array): Float32Array {
    return Float32Array.from(counts, (count) => count / Math.max(1, this.length));
  }

  #count(chunk: number): number {
    return Math.min(this.chunk, this.length - chunk * this.chunk);
  }

  /** Without padding, in single precision. What a chunk read is its own: only a part of it, or of another precision, is copied. */
  #trimmed(read: Values, count: number): Float32Array[][] {
    return read.map((all, place) => {
      const length = count * (this.places[place] as Place).units;
      return all.map((numbers) =>
        numbers instanceof Float32Array && numbers.length === length ? numbers : new Float32Array(numbers.subarray(0, length)),
      );
    });
  }

  /** Moment m is character ⌊m · length / moments⌋. */
  #sample(start: number, output: Float32Array, units: number, samples: Float32Array): void {
    const end = start + output.length / units;
    for (let moment = Math.floor((start * this.#moments) / this.length); moment < this.#moments; moment++) {
      const t = Math.floor((moment * this.length) / this.#moments);
      if (t >= end) return;
      if (t >= start) samples.set(output.subarray((t - start) * units, (t - start + 1) * units), moment * units);
    }
  }
}

/** The least power of two at which so many columns fit. @param bytes of a column */
function stepWithin(length: number, bytes: number, room: number): number {
  let step = 2;
  while (Math.ceil(length / step) * bytes > room) step *= 2;
  return step;
}

/** The loops below go over every value of a text. @param values (n, units) */
function addSizes(values: Float32Array, sizes: Float64Array): void {
  for (let row = 0; row < values.length; row += sizes.length)
    for (let unit = 0; unit < sizes.length; unit++) sizes[unit] = (sizes[unit] as number) + Math.abs(values[row + unit] as number);
}

function widen(range: { low: number; high: number }, values: Float32Array): void {
  let { low, high } = range;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  range.low = low;
  range.high = high;
}

function countSaturated(values: Float32Array, units: number, { closed, open }: { closed: Float64Array; open: Float64Array }): void {
  for (let row = 0; row < values.length; row += units)
    for (let unit = 0; unit < units; unit++) {
      const value = values[row + unit] as number;
      if (value < CLOSED) closed[unit] = (closed[unit] as number) + 1;
      else if (value > OPEN) open[unit] = (open[unit] as number) + 1;
    }
}
