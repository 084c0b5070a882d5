/**
 * Units in the order of the factors of what they do (Ecco: Alammar 2021): those that rise and fall together stand together.
 * A unit's positive and negative values are two rows, as factors know nothing below zero.
 */
import { factorize } from './factorize';

const RANK = 12;

/** @param values (moments, units) @returns a permutation of the units: by factor, the strongest factor first, in it the strongest unit */
export function factorOrder(values: Float32Array, units: number): Uint32Array {
  const moments = values.length / units;
  const index = Uint32Array.from({ length: units }, (_, unit) => unit);
  if (moments === 0 || units < 2) return index;
  const v = new Float64Array(2 * units * moments);
  values.forEach((value, at) => {
    const [moment, unit] = [Math.floor(at / units), at % units];
    v[(value < 0 ? units + unit : unit) * moments + moment] = Math.abs(value);
  });
  const rank = Math.min(RANK, units);
  const { w, h } = factorize(v, [2 * units, moments], { rank });
  const sizes = Float64Array.from({ length: rank }, (_, factor) => Math.hypot(...h.subarray(factor * moments, (factor + 1) * moments)));
  const loading = (unit: number, factor: number) =>
    Math.max(w[unit * rank + factor] as number, w[(units + unit) * rank + factor] as number) * (sizes[factor] as number);
  const factors = [...sizes.keys()];
  const of = Array.from(index, (unit) => factors.reduce((best, factor) => (loading(unit, factor) > loading(unit, best) ? factor : best)));
  const strength = factors.map((factor) => of.reduce((sum, own, unit) => sum + (own === factor ? loading(unit, factor) : 0), 0));
  return index.sort((a, b) => {
    const [one, other] = [of[a] as number, of[b] as number];
    return (strength[other] as number) - (strength[one] as number) || one - other || loading(b, other) - loading(a, one) || a - b;
  });
}
