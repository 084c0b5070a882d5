/** What a text of generate-from-label begins with: the states that were learned for its label. */
import type { Numbers } from '../../backend';
import { requireTensor, type Tensor } from '../../checkpoint/tensor';
import { carrySlot } from '../../model/network';
import type { NetworkShape } from '../../model/networkShape';
import { labelSlot } from '../../model/parameterSlots';

/** Each (H), by the slot that carries it. */
export function labelStates(
  { cells, labels, hidden }: NetworkShape,
  weights: ReadonlyMap<string, Tensor>,
  label: number,
): Record<string, Numbers> {
  const states = cells.flatMap((cell, layer) =>
    cell.states.map((state) => {
      const { data } = requireTensor(weights, labelSlot(layer, state), [labels, hidden]);
      return [carrySlot(layer, state), data.slice(label * hidden, (label + 1) * hidden)] as const;
    }),
  );
  return Object.fromEntries(states);
}
