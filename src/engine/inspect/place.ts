/** A layer in one direction: where activations happen. */
import type { Activation, CellProgram } from '../cell/cellProgram';
import type { NetworkShape } from '../model/networkShape';
import type { Direction, Stack } from '../model/stack';
import type { Part } from './traceShape';

export interface Place {
  /** Of an encoder and a decoder, which. */
  readonly part?: Stack['part'];
  readonly layer: number;
  readonly direction: Direction;
  readonly cell: CellProgram;
  readonly units: number;
}

/** The text that it reads: of an encoder and a decoder, what the decoder writes is the target. */
export const partOf = ({ part }: Pick<Place, 'part'>): Part => (part === 'decoder' ? 'target' : 'source');

/** The layers of a network, from the lowest up. */
export function placesOf(shape: NetworkShape): Place[] {
  return shape.architecture
    .stacks(shape)
    .flatMap(({ part, cells, directions, hidden }) =>
      cells.flatMap((cell, layer) => directions.map((direction) => ({ ...(part && { part }), layer, direction, cell, units: hidden }))),
    );
}

/** The named activations of a cell as they are shown: its output first, then the rest as the equations have them. */
export function shownActivations({ activations, output }: CellProgram): Activation[] {
  return [...activations.filter(({ key }) => key === output), ...activations.filter(({ key }) => key !== output)];
}

/** Without the prime of a state. */
export const shownName = ({ name }: Activation): string => name.replace(/'$/, '');

/** Each cell's name once, from the lowest layer up. */
export function cellNames(cells: readonly CellProgram[]): string {
  return [...new Set(cells.map(({ name }) => name))].join(', ');
}
