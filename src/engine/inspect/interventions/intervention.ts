/** What can be changed while a text is read: plain data. Columns are those of the trace, so a boundary before the text counts. */
import type { Direction } from '../../model/stack';
import type { Part } from '../traceShape';

/** An intervention that the text or the network does not have room for: the message says why. */
export class InterventionError extends Error {
  override readonly name = 'InterventionError';
}

/** Where: of a translator's two texts, the source where it is not said. Changes of the source are the encoder's, of the target the decoder's. */
export interface Inside {
  readonly part?: Part | undefined;
}

/** An activation, in all units of a layer or in one. */
export interface Target extends Inside {
  readonly layer: number;
  readonly direction: Direction;
  /** Of a state, a gate or anything that the cell names, without a prime: h, c, i … */
  readonly name: string;
  readonly unit?: number | undefined;
}

export interface Span {
  readonly from: number;
  /** The first column after it; where left out it lasts to the end, and on through what is written after the text. */
  readonly to?: number | undefined;
}

export type Intervention =
  /** a ← value; with 0 the unit is silenced. */
  | (Target & Span & { readonly kind: 'clamp'; readonly value: number })
  /** a ← a + value */
  | (Target & Span & { readonly kind: 'add'; readonly value: number })
  /** Keeps the value that it has where the span is entered. */
  | (Target & Span & { readonly kind: 'freeze' })
  /** The column is read from the states that a text begins with, by all layers: what came before is forgotten. */
  | (Inside & { readonly kind: 'reset'; readonly at: number })
  /** After the column all states are those after column `of` of another text. */
  | (Inside & { readonly kind: 'patch'; readonly at: number; readonly text: string; readonly of: number })
  /** Another character stands there. */
  | (Inside & { readonly kind: 'edit'; readonly at: number; readonly character: string });
