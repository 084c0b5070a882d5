/** Which parameters of a network count symbols, and along which of their axes: the others are the same whatever the symbols are. */

import type { NetworkShape } from '../model/networkShape';
import { embeddingSlot, layerName, type Stack } from '../model/stack';

export interface SymbolAxis {
  /** The symbols that are read, those that are told apart, or the labels that a text begins from. */
  readonly of: 'vocabulary' | 'targets' | 'labels';
  readonly axis: 0 | 1;
}

/** Rows of a table or of a head; columns of the matrices that read one-hot vectors. Undefined for a parameter that counts none. */
export function symbolAxes(shape: NetworkShape): (name: string) => SymbolAxis | undefined {
  const read = new Map(shape.architecture.stacks(shape).flatMap(inputsOf));
  return (name) => {
    if (/(^|_)head\.(weight|bias)$/.test(name)) return { of: 'targets', axis: 0 };
    if (name.startsWith('label.')) return { of: 'labels', axis: 0 };
    return read.get(name);
  };
}

function inputsOf(stack: Stack): (readonly [string, SymbolAxis])[] {
  const of = stack.part === 'decoder' ? 'targets' : 'vocabulary';
  if (stack.embedding > 0) return [[embeddingSlot(stack), { of, axis: 0 }]];
  const blocks = stack.cells[0]?.blocks.filter(({ over }) => over === 'input') ?? [];
  const matrices = blocks.flatMap((block) => block.matrices);
  return stack.directions.flatMap((direction) =>
    matrices.map((matrix) => [layerName(stack, 0, matrix, direction), { of, axis: 1 }] as const),
  );
}
