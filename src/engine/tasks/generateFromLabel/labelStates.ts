/** What a text of a label begins with: states that are learned for it, a row of a table for each layer and state. */
import type { Numbers } from '../../backend';
import { ownStates } from '../../cell/cellProgram';
import { requireTensor, type Tensor } from '../../checkpoint/tensor';
import { carrySlot } from '../../model/carriedStack';
import type { NetworkShape } from '../../model/networkShape';
import { type ParameterSlot, tableSlot } from '../../model/parameterSlot';

/** Each (labels, H). */
export function labelSlots({ cells, labels, hidden }: NetworkShape): ParameterSlot[] {
  return cells.flatMap((cell, layer) => ownStates(cell).map((state) => tableSlot(labelSlot(layer, state), labels, hidden, 'labels')));
}

export const labelSlot = (layer: number, state: string) => `label.${layer}.${state}`;

/** Those of one label, each (H), by the slot that carries it: views of the weights, as texts of a label are many. */
export function labelStates(
  { cells, labels, hidden }: NetworkShape,
  weights: ReadonlyMap<string, Tensor>,
  label: number,
): Record<string, Numbers> {
  const states = cells.flatMap((cell, layer) =>
    cell.states.map((state) => {
      const { data } = requireTensor(weights, labelSlot(layer, state), [labels, hidden]);
      return [carrySlot(layer, state), data.subarray(label * hidden, (label + 1) * hidden)] as const;
    }),
  );
  return Object.fromEntries(states);
}
