/** What a network makes of what it was not trained on: forward only. Batches of rows and the end of a running text are read in different ways. */
import type { Backend, Feed } from '../backend';
import type { HeldOut } from '../data/heldOut';
import type { Following } from '../interruption';
import type { NetworkShape } from '../model/networkShape';
import type { Confusion } from '../results';
import { BatchValidator } from './batchValidator';
import { TextValidator } from './textValidator';

/** What is told beside the loss: how much of what is chosen between is right, and what is taken for what. */
export type Judging = 'loss' | 'accuracy' | 'accuracy and confusion';

export interface Judgement {
  /** Mean nats for each thing predicted. */
  readonly loss: number;
  /** For classify and tag: fraction of what is predicted that is right. */
  readonly accuracy?: number;
  /** For classify. */
  readonly confusion?: Confusion;
}

export interface Validator {
  /** @param parameters slots, as read from a device. @returns undefined if stopped on the way */
  judge(parameters: Feed, following: Following): Promise<Judgement | undefined>;
  dispose(): void;
}

/** @param targets what the network tells apart */
export async function openValidator(
  shape: NetworkShape,
  heldOut: HeldOut,
  backend: Backend,
  judging: Judging,
  targets: readonly string[],
): Promise<Validator> {
  return heldOut.kind === 'text'
    ? await TextValidator.open(shape, heldOut, backend)
    : await BatchValidator.open(shape, heldOut.batches, backend, judging, targets);
}
