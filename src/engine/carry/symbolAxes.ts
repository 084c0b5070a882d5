/** Which parameters of a network count symbols, and along which of their axes: the others are the same whatever the symbols are. */
import type { NetworkShape } from '../model/networkShape';
import type { SymbolAxis } from '../model/parameterSlot';
import { parameterSlots } from '../model/parameterSlots';

export function symbolAxes(shape: NetworkShape): ReadonlyMap<string, SymbolAxis> {
  const members = parameterSlots(shape).flatMap((slot) => slot.members);
  return new Map(members.flatMap(({ name, symbols }) => (symbols ? [[name, symbols] as const] : [])));
}
