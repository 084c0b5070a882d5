// In which order the rows show the units of a layer: the same for all its maps.
import type { LayerShape } from '../../../../../src/engine/inspect/traceShape';
import type { UnitsBy } from './insideView';

export function orderUnits({ units, order, activity }: LayerShape, by: Exclude<UnitsBy, 'factors'>): Uint32Array {
  if (by === 'similarity') return order;
  const index = Uint32Array.from({ length: units }, (_, unit) => unit);
  return by === 'activity' ? index.sort((a, b) => (activity[b] ?? 0) - (activity[a] ?? 0) || a - b) : index;
}
