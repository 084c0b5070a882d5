/**
 * How chance is used, and what is held out is judged, has changed since version 0.1.0. A run goes on as it began, so its checkpoint says which it is.
 * 1: batches of one length came in runs of 8, which made a saw-tooth of the loss; and where input dropout dropped a symbol,
 *    scheduled sampling drew the same number. Held-out running text was judged in streams, each from the zero state.
 * 2: the batches of an epoch are mixed whatever their length, and scheduled sampling has a seed of its own. Held-out running text
 *    is judged with the states that the text before it leaves.
 */
export type Chance = 1 | 2;

/** Of a run that begins now. */
export const CHANCE: Chance = 2;
