/** A layer in one direction: where activations happen. */
import type { Activation, CellProgram } from '../cell/cellProgram';
import type { Direction } from '../model/stack';

export interface Place {
  readonly layer: number;
  readonly direction: Direction;
  readonly cell: CellProgram;
  readonly units: number;
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
