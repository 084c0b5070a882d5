/** A stack over running text, whose states go on from one window to the next. */
import type { View } from '../backend';
import type { Writing } from './architecture';
import type { NetworkShape } from './networkShape';
import { runStack, type StackRun } from './runStack';
import type { Stack } from './stack';

export function carriedStack({ builder, parameters, size, dropout, given }: Writing, stack: Stack, tokens: View): StackRun {
  const initial = (layer: number, state: string) => builder.slot(carrySlot(layer, state), size.batch, stack.hidden);
  const run = runStack(builder, stack, parameters, { tokens, window: size.window, initial, dropout, given });
  for (const { layer, unrolled } of run.layers) for (const [state, view] of unrolled.final) builder.setNext(carrySlot(layer, state), view);
  return run;
}

export const carrySlot = (layer: number, state: string) => `carry.${layer}.${state}`;

/** Every state that a network carries from one window of running text to the next, by slot name; each (B, H). */
export function carrySlots({ architecture, cells }: NetworkShape): string[] {
  if (!architecture.carries) return [];
  return cells.flatMap(({ states }, layer) => states.map((state) => carrySlot(layer, state)));
}
