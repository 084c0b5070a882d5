// The line of a pinned unit: what it is of, its values over the characters in sight, and its scale.
import type { ActivationShape, Block, LayerShape } from '../../../../../src/engine/inspect/traceShape';
import type { Look } from '../../../../components/textMaps/fieldTiles';
import type { PinnedUnit } from './insideView';
import type { Inspection } from './inspection';

/** In CSS pixels. */
export const PIN_HEIGHT = 36;

/** A pin of the text that is shown, with what it is of. */
export interface ShownPin {
  readonly pin: PinnedUnit;
  readonly layer: LayerShape;
  readonly activation: ActivationShape;
}

export const lineOf = (inspection: Inspection, { pin, layer }: ShownPin, look: Look): readonly Block[] =>
  inspection.tiles.over(inspection.unit(pin.part, layer, pin.name, pin.unit), look);

/** Zero is in the middle, but of a gate. */
export function scaleOf({ low, high, range }: ActivationShape) {
  const gate = range === 'gate';
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return gate ? { low: 0, high: 1, gate } : { low: -reach, high: reach, gate };
}
