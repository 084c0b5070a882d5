/** What a training has from outside: who computes, a clock, and who may stop it. The engine itself has none of these. */
import type { Backend } from '../backend';
import type { Started } from '../trainingEvent';

export interface TrainingEnvironment {
  /** Trains. */
  readonly backend: Backend;
  /** Draws the samples, batch 1; by default the same. */
  readonly inference?: Backend;
  readonly candidates?: Started['candidates'];
  /** Of the machine, in bytes. */
  readonly memory?: number;
  /** Collects what nobody holds any more, where the engine lets itself be told: weights that were read are no reason for it to. */
  collectGarbage?(): void;
  /** Seconds since some moment: the only clock. */
  seconds(): number;
  /** Training ends after the current launch, with a checkpoint, when this becomes true. */
  readonly stop: { readonly aborted: boolean };
}
