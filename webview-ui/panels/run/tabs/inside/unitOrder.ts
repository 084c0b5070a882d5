// In which order the rows show the units of a layer: the same for all its maps.
import type { TracedLayer } from '../../../../../src/engine/results';
import type { UnitsBy } from './insideView';

export function orderUnits(layer: TracedLayer, by: UnitsBy): Uint32Array {
  if (by === 'similarity' && layer.order.length === layer.units) return layer.order;
  const index = Uint32Array.from({ length: layer.units }, (_, unit) => unit);
  if (by !== 'activity') return index;
  const activity = meanSize(layer);
  return index.sort((a, b) => (activity[b] ?? 0) - (activity[a] ?? 0) || a - b);
}

/** How far from zero the hidden state of each unit is, on the average of the text. */
function meanSize({ units, activations }: TracedLayer): Float64Array {
  const sums = new Float64Array(units);
  const values = activations[0]?.values ?? new Float32Array();
  for (let at = 0; at < values.length; at++) {
    const unit = at % units;
    sums[unit] = (sums[unit] ?? 0) + Math.abs(values[at] ?? 0);
  }
  return sums;
}
