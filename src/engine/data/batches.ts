/** What the updates of an epoch read. A network is compiled for each size that occurs: a graph has no loops. */
import type { Feed } from '../backend';

/** How large a graph is: its batch B, its window T, and where there is one, the window of its decoder. */
export interface BatchSize {
  readonly batch: number;
  readonly window: number;
  readonly targetWindow?: number;
}

export interface Batch {
  readonly feed: Feed;
  /** Characters, tags or labels that are predicted in it: padding does not count. */
  readonly predicted: number;
  /** Characters read in it. */
  readonly characters: number;
}

export interface Batches {
  readonly sizes: readonly BatchSize[];
  /** Batches in an epoch. */
  readonly perEpoch: number;
  /** The batch of an update; updates count from 0, over all epochs. */
  get(update: number): Batch;
  /** Which of the sizes it has. */
  sizeOf(update: number): number;
  /** How many from this one on can be launched together: of one size and one epoch. */
  together(update: number): number;
}

/** Characters read in an epoch, with the padding. */
export function workOf(batches: Batches): number {
  const steps = batches.sizes.map(({ batch, window, targetWindow = 0 }) => batch * (window + targetWindow));
  let sum = 0;
  for (let update = 0; update < batches.perEpoch; update += batches.together(update))
    sum += batches.together(update) * (steps[batches.sizeOf(update)] as number);
  return sum;
}
