/**
 * Factors of what a layer's units do (Ecco: Alammar 2021): found at some moments of a text, followed through all of it, and an
 * order of units in which those that rise and fall together stand together.
 * A unit's positive and negative values are two rows, as factors know nothing below zero.
 */
import type { Steps } from '../decompose/steps';
import { factorize } from './factorize';

export interface FittedFactors {
  readonly units: number;
  /** Of them; no more than there are units. */
  readonly rank: number;
  /** (2 · units, rank): of positive values, then of negative ones. The largest weight of a factor is 1; the strongest factor first. */
  readonly weights: Float64Array;
  /** (rank): ‖activation over the moments‖ */
  readonly sizes: Float64Array;
}

/** A unit in a factor. */
export interface FactorUnit {
  readonly unit: number;
  /** Where the factor is active, the unit is above or below 0. */
  readonly sign: 1 | -1;
  /** 0…1, 1 for the factor's first unit. */
  readonly weight: number;
}

/** @param values (moments, units) */
export function* fitFactors(values: Float32Array, units: number, most: number): Steps<FittedFactors> {
  const moments = values.length / units;
  const rank = moments === 0 ? 0 : Math.min(most, units);
  if (rank === 0) return { units, rank, weights: new Float64Array(), sizes: new Float64Array() };
  const v = new Float64Array(2 * units * moments);
  values.forEach((value, at) => {
    const [moment, unit] = [Math.floor(at / units), at % units];
    v[(value < 0 ? units + unit : unit) * moments + moment] = Math.abs(value);
  });
  const { w, h } = yield* factorize(v, [2 * units, moments], { rank });
  const found = Array.from({ length: rank }, (_, factor) => {
    const weights = Float64Array.from({ length: 2 * units }, (_, row) => w[row * rank + factor] as number);
    const largest = weights.reduce((most, weight) => Math.max(most, weight), 0) || 1;
    const size = largest * Math.hypot(...h.subarray(factor * moments, (factor + 1) * moments));
    return { weights: weights.map((weight) => weight / largest), size };
  });
  const strength = ({ weights, size }: (typeof found)[number]) => size * Math.hypot(...weights);
  found.sort((a, b) => strength(b) - strength(a));
  return {
    units,
    rank,
    weights: Float64Array.from({ length: 2 * units * rank }, (_, at) => found[at % rank]?.weights[Math.floor(at / rank)] as number),
    sizes: Float64Array.from(found, ({ size }) => size),
  };
}

/** The units of a factor, the largest weight first; none of less than `least`. */
export function unitsOfFactor({ units, rank, weights }: FittedFactors, factor: number, least = 0.25): FactorUnit[] {
  const all = Array.from({ length: 2 * units }, (_, row): FactorUnit => {
    return { unit: row % units, sign: row < units ? 1 : -1, weight: weights[row * rank + factor] as number };
  });
  return all.filter(({ weight }) => weight >= least).sort((a, b) => b.weight - a.weight || a.unit - b.unit);
}

/** A permutation of the units: by the factor that has most of each, in it the strongest unit first. */
export function factorOrder({ units, rank, weights, sizes }: FittedFactors): Uint32Array {
  const index = Uint32Array.from({ length: units }, (_, unit) => unit);
  if (rank < 2) return index;
  const loading = (unit: number, factor: number) =>
    Math.max(weights[unit * rank + factor] as number, weights[(units + unit) * rank + factor] as number) * (sizes[factor] as number);
  const factors = [...sizes.keys()];
  const of = Array.from(index, (unit) => factors.reduce((best, factor) => (loading(unit, factor) > loading(unit, best) ? factor : best)));
  const strength = factors.map((factor) => of.reduce((sum, own, unit) => sum + (own === factor ? loading(unit, factor) : 0), 0));
  return index.sort((a, b) => {
    const [one, other] = [of[a] as number, of[b] as number];
    return (strength[other] as number) - (strength[one] as number) || one - other || loading(b, other) - loading(a, one) || a - b;
  });
}

/** Rounds of coordinate descent: what changes after them is not seen. */
const ROUNDS = 40;

/**
 * How active each factor is at each character: the non-negative least squares of its values, by coordinate descent.
 * @returns a function of values (n, units) to activations (n, rank)
 */
export function followFactors({ units, rank, weights }: FittedFactors): (values: Float32Array) => Float32Array {
  const gram = new Float64Array(rank * rank);
  for (let row = 0; row < 2 * units; row++)
    for (let a = 0; a < rank; a++)
      for (let b = 0; b < rank; b++)
        gram[a * rank + b] = (gram[a * rank + b] as number) + (weights[row * rank + a] as number) * (weights[row * rank + b] as number);
  const toward = new Float64Array(rank);
  return (values) => {
    const count = values.length / units;
    const active = new Float32Array(count * rank);
    const now = new Float64Array(rank);
    for (let t = 0; t < count; t++) {
      toward.fill(0);
      for (let unit = 0; unit < units; unit++) {
        const value = values[t * units + unit] as number;
        const row = (value < 0 ? units + unit : unit) * rank;
        for (let factor = 0; factor < rank; factor++)
          toward[factor] = (toward[factor] as number) + (weights[row + factor] as number) * Math.abs(value);
      }
      descend(gram, toward, now); // from the character before: a good guess
      active.set(now, t * rank);
    }
    return active;
  };
}

/** min ½ xᵀ gram x − towardᵀ x, x ≥ 0, from x. */
function descend(gram: Float64Array, toward: Float64Array, x: Float64Array): void {
  const rank = x.length;
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    for (let a = 0; a < rank; a++) {
      let slope = toward[a] as number;
      for (let b = 0; b < rank; b++) slope -= (gram[a * rank + b] as number) * (x[b] as number);
      const curve = gram[a * rank + a] as number;
      const next = curve > 0 ? Math.max(0, (x[a] as number) + slope / curve) : 0;
      moved = Math.max(moved, Math.abs(next - (x[a] as number)));
      x[a] = next;
    }
    if (moved < 1e-7) return;
  }
}
