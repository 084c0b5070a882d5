// What the checkpoints of a run that read the same text share: the order of units, and a scale wide enough for all, so that what is learned is seen.
import type { LayerShape, Part, TraceShape } from '../../../../../src/engine/inspect/traceShape';

interface Common {
  readonly first: LayerShape;
  /** By the names of activations: their lowest and highest value in any of the readings. */
  readonly extremes: ReadonlyMap<string, { readonly low: number; readonly high: number }>;
}

export interface CommonView {
  /** By part, layer and direction. */
  readonly layers: ReadonlyMap<string, Common>;
  /** Bits, of either part. */
  readonly mostSurprise: number;
}

export const NOTHING_COMMON: CommonView = { layers: new Map(), mostSurprise: 0 };

/** With another reading of the same text. */
export function alsoOf(known: CommonView, { source, target }: TraceShape): CommonView {
  const layers = [
    ...source.layers.map((layer) => [keyOf('source', layer), layer] as const),
    ...(target?.layers ?? []).map((layer) => [keyOf('target', layer), layer] as const),
  ];
  return {
    layers: new Map(layers.map(([key, layer]) => [key, widened(known.layers.get(key), layer)])),
    mostSurprise: Math.max(known.mostSurprise, source.mostSurprise ?? 0, target?.mostSurprise ?? 0),
  };
}

/** The layer as it is drawn beside the other readings. */
export function inCommon(common: CommonView, part: Part, layer: LayerShape): LayerShape {
  const found = common.layers.get(keyOf(part, layer));
  if (!found) return layer;
  const { order, activity } = found.first;
  const activations = layer.activations.map((activation) => ({ ...activation, ...found.extremes.get(activation.name) }));
  return { ...layer, order, activity, activations };
}

function widened(known: Common | undefined, layer: LayerShape): Common {
  const extremes = layer.activations.map(({ name, low, high }) => {
    const before = known?.extremes.get(name);
    return [name, { low: Math.min(low, before?.low ?? low), high: Math.max(high, before?.high ?? high) }] as const;
  });
  return { first: known?.first ?? layer, extremes: new Map(extremes) };
}

const keyOf = (part: Part, { layer, direction }: LayerShape): string => `${part} ${layer} ${direction}`;
