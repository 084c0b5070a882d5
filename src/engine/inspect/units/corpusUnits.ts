/** Where in a corpus each unit is highest and lowest, and how its values are spread: all units in one reading. */
import type { Following } from '../../interruption';
import type { Model } from '../../model/model';
import { FieldError } from '../fields';
import { type Place, shownName } from '../place';
import type { UnitAt } from '../traceShape';
import { type Corpus, outputAndStates } from './corpusReader';
import { sweepCorpus } from './sweepCorpus';

/** A character of the corpus, and the unit's value there. */
export interface Peak {
  readonly position: number;
  readonly value: number;
}

/** How often the values lie in each of the equal parts from `low` to `high`; the first and last hold what lies beyond. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

export interface UnitPeaks {
  /** Highest first. */
  readonly highest: readonly Peak[];
  /** Lowest first. */
  readonly lowest: readonly Peak[];
  readonly histogram: Histogram;
}

/** Peaks kept of each unit, and how many characters they are apart at least: an excerpt is shown once. */
const KEPT = 20;
export const APART = 40;
const BINS = 64;
/** A state without bounds: as far as this it is told apart. */
const UNBOUNDED = 4;

export class CorpusUnits {
  private constructor(
    private readonly groups: readonly Group[],
    /** Characters read. */
    readonly length: number,
  ) {}

  /** @throws CorpusError, CancelledError */
  static async read(model: Model, corpus: Corpus, following: Following): Promise<CorpusUnits> {
    let groups: readonly Group[] = [];
    const length = await sweepCorpus(model, corpus, following, ({ positions, values }, places) => {
      if (groups.length === 0) groups = groupsOf(places);
      for (const group of groups) group.add(positions, values[group.place]?.[group.activation] as Float32Array);
    });
    return new CorpusUnits(groups, length);
  }

  /** @throws FieldError for a unit that the network has not, or an activation that is neither output nor state */
  of({ layer, direction, name, unit }: UnitAt): UnitPeaks {
    const group = this.groups.find((one) => one.layer === layer && one.direction === direction && one.name === name);
    if (!group || unit >= group.units)
      throw new FieldError(`${name}[${unit}] of layer ${layer} was not looked for in the corpus: only the output and the states are.`);
    return group.of(unit);
  }
}

function groupsOf(places: readonly Place[]): Group[] {
  return places.flatMap(({ cell, layer, direction, units }, place) =>
    outputAndStates(cell).map((activation, index) => {
      const [low, high] = { gate: [0, 1], signed: [-1, 1], real: [-UNBOUNDED, UNBOUNDED] }[activation.range] as [number, number];
      return new Group(place, index, layer, direction, shownName(activation), units, low, high);
    }),
  );
}

/** The units of one activation of a layer. */
class Group {
  readonly #highest: Peaks[];
  readonly #lowest: Peaks[];
  readonly #counts: Uint32Array;
  /** What a value must be above, or below, to be among the peaks: few are, so these are looked at first. */
  readonly #above: Float64Array;
  readonly #below: Float64Array;

  constructor(
    readonly place: number,
    readonly activation: number,
    readonly layer: number,
    readonly direction: Place['direction'],
    readonly name: string,
    readonly units: number,
    private readonly low: number,
    private readonly high: number,
  ) {
    this.#highest = Array.from({ length: units }, () => new Peaks(1));
    this.#lowest = Array.from({ length: units }, () => new Peaks(-1));
    this.#counts = new Uint32Array(units * BINS);
    this.#above = new Float64Array(units).fill(Number.NEGATIVE_INFINITY);
    this.#below = new Float64Array(units).fill(Number.POSITIVE_INFINITY);
  }

  add(positions: Int32Array, values: Float32Array): void {
    const { units, low } = this;
    const scale = BINS / (this.high - low);
    const [counts, highest, lowest, above, below] = [this.#counts, this.#highest, this.#lowest, this.#above, this.#below];
    for (let row = 0; row < positions.length; row++) {
      const position = positions[row] as number;
      if (position < 0) continue;
      for (let unit = 0; unit < units; unit++) {
        const value = values[row * units + unit] as number;
        const bin = unit * BINS + Math.max(0, Math.min(BINS - 1, Math.floor((value - low) * scale)));
        counts[bin] = (counts[bin] as number) + 1;
        if (value > (above[unit] as number)) above[unit] = (highest[unit] as Peaks).add(position, value);
        if (value < (below[unit] as number)) below[unit] = -(lowest[unit] as Peaks).add(position, value);
      }
    }
  }

  of(unit: number): UnitPeaks {
    const counts = [...this.#counts.subarray(unit * BINS, (unit + 1) * BINS)];
    return {
      highest: (this.#highest[unit] as Peaks).sorted(),
      lowest: (this.#lowest[unit] as Peaks).sorted(),
      histogram: { low: this.low, high: this.high, counts },
    };
  }
}

/** The most extreme values so far; of those that are near each other only the most extreme. */
class Peaks {
  readonly #peaks: { position: number; value: number }[] = [];

  constructor(private readonly sign: 1 | -1) {}

  /** @returns times the sign, what the next value must be above */
  add(position: number, value: number): number {
    const peaks = this.#peaks;
    const near = peaks.filter((peak) => Math.abs(peak.position - position) < APART);
    if (near.some((peak) => this.sign * peak.value >= this.sign * value)) return this.#bar();
    for (const peak of near) peaks.splice(peaks.indexOf(peak), 1);
    peaks.push({ position, value });
    if (peaks.length > KEPT) peaks.splice(peaks.indexOf(this.#least()), 1);
    return this.#bar();
  }

  #bar(): number {
    return this.#peaks.length === KEPT ? this.sign * this.#least().value : Number.NEGATIVE_INFINITY;
  }

  sorted(): Peak[] {
    return [...this.#peaks].sort((a, b) => this.sign * (b.value - a.value) || a.position - b.position);
  }

  #least() {
    return this.#peaks.reduce((least, peak) => (this.sign * peak.value < this.sign * least.value ? peak : least));
  }
}
