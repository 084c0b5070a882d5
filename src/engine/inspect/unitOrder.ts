/** Orders units so that those which behave alike are neighbours: a greedy walk by correlation over moments of a text. */

/** @param values (moments, units) @returns a permutation of the units, starting with the one that varies most */
export function similarityOrder(values: Float32Array, units: number): Uint32Array {
  const series = standardized(values, units);
  const left = new Set(series.keys());
  const order = new Uint32Array(units);
  let current = series.reduce((best, { deviation }, unit) => (deviation > (series[best]?.deviation as number) ? unit : best), 0);
  for (let place = 0; place < units; place++) {
    order[place] = current;
    left.delete(current);
    let next = current;
    let highest = Number.NEGATIVE_INFINITY;
    for (const candidate of left) {
      const likeness = dot(series[current]?.scores as Float64Array, series[candidate]?.scores as Float64Array);
      if (likeness > highest) [next, highest] = [candidate, likeness];
    }
    current = next;
  }
  return order;
}

function standardized(values: Float32Array, units: number): { readonly deviation: number; readonly scores: Float64Array }[] {
  const moments = values.length / units;
  return Array.from({ length: units }, (_, unit) => {
    const scores = Float64Array.from({ length: moments }, (_, m) => values[m * units + unit] as number);
    const mean = scores.reduce((sum, value) => sum + value, 0) / Math.max(1, moments);
    const deviation = Math.sqrt(scores.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    return { deviation, scores: scores.map((value) => (deviation > 0 ? (value - mean) / deviation : 0)) };
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
