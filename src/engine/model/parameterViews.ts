/** A network's parameters as the state slots of one graph. */
import type { View } from '../backend';
import type { GraphBuilder } from '../graph/graphBuilder';
import type { ParameterSlot } from './parameterSlot';

export interface Parameters {
  readonly all: readonly { readonly slot: ParameterSlot; readonly view: View }[];
  at(name: string): View;
}

export function parameterViews(builder: GraphBuilder, slots: readonly ParameterSlot[]): Parameters {
  const all = slots.map((slot) => ({ slot, view: builder.slot(slot.name, slot.rows, slot.columns) }));
  const views = new Map(all.map(({ slot, view }) => [slot.name, view]));
  return { all, at: (name) => views.get(name) as View };
}
