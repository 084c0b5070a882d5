/** What a unit is wired to: its weights from symbols and units, its weights to them, and to what the head predicts. */
import type { Model } from '../../model/model';
import { layerName } from '../../model/stack';
import type { UnitAt } from '../traceShape';

/** A weight, and what is at its other end: a character, or a unit of the layer below or the same. */
export interface Weight {
  readonly to: string;
  readonly weight: number;
}

export interface UnitMatrix {
  /** As the equations have it: W_hi. */
  readonly name: string;
  /** The strongest into the unit, by size. */
  readonly in: readonly Weight[];
  /** The strongest from the unit, by size; none where the matrix reads something else than this layer's units. */
  readonly out: readonly Weight[];
}

export interface UnitWeights {
  /** Symbols that the unit makes likelier when it is high, the strongest first; none where the head does not read it. */
  readonly raises: readonly Weight[];
  readonly lowers: readonly Weight[];
  readonly matrices: readonly UnitMatrix[];
}

const STRONGEST = 6;

/** Of one stack's layers; a translator's are the encoder's. */
export function unitWeights({ shape, weights, vocabulary, targets }: Model, { layer, direction, unit }: UnitAt): UnitWeights {
  const stack = shape.architecture.stacks(shape).find(({ directions }) => directions.includes(direction));
  const cell = shape.cells[layer];
  if (!stack || !cell) return { raises: [], lowers: [], matrices: [] };
  const matrices = cell.blocks.flatMap(({ matrices, over }) =>
    matrices.flatMap((name): UnitMatrix[] => {
      const tensor = weights.get(layerName(stack, layer, name, direction));
      const [rows = 0, columns = 0] = tensor?.shape ?? [];
      if (!tensor || unit >= rows) return [];
      const named = (at: number) =>
        over === 'hidden'
          ? `[${at}]`
          : layer === 0 && stack.embedding === 0
            ? (vocabulary.characters[at] ?? 'the boundary')
            : `below[${at}]`;
      const into = Array.from({ length: columns }, (_, at) => ({ to: named(at), weight: tensor.data[unit * columns + at] as number }));
      const from =
        over === 'hidden'
          ? Array.from({ length: rows }, (_, at) => ({ to: `[${at}]`, weight: tensor.data[at * columns + unit] as number }))
          : [];
      return [{ name, in: strongest(into), out: strongest(from) }];
    }),
  );
  const top = layer === shape.cells.length - 1;
  const head = weights.get('head.weight');
  const [symbols = 0, features = 0] = head?.shape ?? [];
  // Side by side, the backward direction's features come after the forward one's.
  const feature = direction === 'backward' && features > shape.hidden ? shape.hidden + unit : unit;
  const told =
    top && head && stack.part === undefined && feature < features
      ? Array.from({ length: symbols }, (_, symbol) => ({
          to: targets[symbol] ?? '',
          weight: head.data[symbol * features + feature] as number,
        }))
      : [];
  const sorted = [...told].sort((a, b) => b.weight - a.weight);
  return {
    raises: sorted.filter(({ weight }) => weight > 0).slice(0, STRONGEST),
    lowers: sorted
      .reverse()
      .filter(({ weight }) => weight < 0)
      .slice(0, STRONGEST),
    matrices,
  };
}

function strongest(weights: readonly Weight[]): Weight[] {
  return [...weights].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, STRONGEST);
}
