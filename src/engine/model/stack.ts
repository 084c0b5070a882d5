/** Recurrent layers one on another, in one direction or both: what every network here is made of. */
import type { CellProgram } from '../cell/cellProgram';
import type { NetworkShape } from './networkShape';

export type Direction = 'forward' | 'backward';

export interface Stack {
  readonly part?: 'encoder' | 'decoder';
  readonly cells: readonly CellProgram[];
  /** V of what it reads. */
  readonly symbols: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly directions: readonly Direction[];
  /** How the outputs of two directions become one: of its own, or of infill's two stacks. */
  readonly join: 'concat' | 'sum';
  readonly residual: boolean;
  /** Which of a batch's two lengths it unrolls over. */
  readonly reads: 'window' | 'targetWindow';
}

/** Reads the source, or all there is, from the first symbol on. */
export function forwardStack({ cells, vocabulary, embedding, hidden, bidirectional, residual }: NetworkShape): Stack {
  const join = bidirectional === 'sum' ? 'sum' : 'concat';
  return { cells, symbols: vocabulary, embedding, hidden, directions: ['forward'], join, residual, reads: 'window' };
}

/** Reads in the directions that the experiment says. */
export function stackBothWays(shape: NetworkShape): Stack {
  const forwards = forwardStack(shape);
  return shape.bidirectional === 'no' ? forwards : { ...forwards, directions: ['forward', 'backward'] };
}

/** Elements of the vector that a stack's layer reads. */
export function inputSize(stack: Stack, layer: number): number {
  return layer > 0 ? outputSize(stack) : stack.embedding || stack.symbols;
}

/** Elements of the vector that a layer hands on. */
export function outputSize({ directions, join, hidden }: Stack): number {
  return join === 'concat' ? directions.length * hidden : hidden;
}

export const embeddingSlot = (stack: Stack) => `${prefix(stack)}embedding.weight`;
export const blockSlot = (stack: Stack, layer: number, direction: Direction, block: number) =>
  layerName(stack, layer, `block.${block}`, direction);
export const vectorSlot = (stack: Stack, layer: number, direction: Direction) => layerName(stack, layer, 'vectors', direction);

/** `encoder.layers.0.W_xi_reverse` */
export function layerName(stack: Stack, layer: number, name: string, direction: Direction): string {
  return `${prefix(stack)}layers.${layer}.${name}${suffix(direction)}`;
}

/** Inputs that dropout reads, one for the outputs of each layer but the top, with their columns. */
export function dropoutInputs(stack: Stack): readonly { readonly name: string; readonly columns: number }[] {
  const [direction] = stack.directions as [Direction];
  return stack.cells.slice(1).map((_, layer) => ({
    name: `${prefix(stack)}dropout.${layer}${suffix(direction)}`,
    columns: outputSize(stack),
  }));
}

function prefix({ part }: Stack): string {
  return part === undefined ? '' : `${part}.`;
}

function suffix(direction: Direction): string {
  return direction === 'backward' ? '_reverse' : '';
}
