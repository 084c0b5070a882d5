/** What one layer made of a text, as it is shown. */
import type { Activation, CellProgram } from '../cell/cellProgram';
import type { Direction } from '../model/stack';
import type { TracedActivation, TracedLayer } from '../results';
import { similarityOrder } from './unitOrder';

/** The named activations of a cell as they are shown: its output first, then the rest as the equations have them. */
export function shownActivations({ activations, output }: CellProgram): Activation[] {
  return [...activations.filter(({ key }) => key === output), ...activations.filter(({ key }) => key !== output)];
}

/** @param values of each shown activation, (T, H) */
export function tracedLayer(
  place: { readonly layer: number; readonly direction: Direction },
  cell: CellProgram,
  units: number,
  values: readonly Float32Array[],
): TracedLayer {
  const activations = shownActivations(cell).map(
    ({ name, equation, range }, index): TracedActivation => ({
      name: name.replace("'", ''),
      equation: `${name} = ${equation}`,
      range,
      values: values[index] as Float32Array,
    }),
  );
  return { ...place, units, activations, order: similarityOrder(values[0] as Float32Array, units) };
}

/** Each cell's name once, from the lowest layer up. */
export function cellNames(cells: readonly CellProgram[]): string {
  return [...new Set(cells.map(({ name }) => name))].join(', ');
}
