/** What a network is judged by: batches, or the end of a running text with the text before it. */
import { type Batches, workOf } from './batches';
import { stretchesOf } from './stretches';

/** A part of a running text that is judged. */
export interface HeldOutText {
  /** What is read and what is predicted at each position of the whole text, by the name of the graph's input. */
  readonly columns: Readonly<Record<string, Uint32Array>>;
  /** The first position that is judged; all from it on are. */
  readonly from: number;
  /** Those whose target the network has no symbol for. */
  readonly unknown: ReadonlySet<number>;
}

export type HeldOut = { readonly kind: 'batches'; readonly batches: Batches } | ({ readonly kind: 'text' } & HeldOutText);

/** Characters read by a validation, with the padding; a text that is read both ways is gone through twice. */
export function workOfValidation(heldOut: HeldOut): number {
  if (heldOut.kind === 'batches') return workOf(heldOut.batches);
  const { judged, length } = stretchesOf(heldOut);
  return judged.length * length * ('after' in heldOut.columns ? 2 : 1);
}
