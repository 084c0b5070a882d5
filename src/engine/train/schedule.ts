/** How far training is along its stopping rules, what is left, and the learning rate that follows from it. */
import type { Experiment } from '../experimentSchema';
import type { DoneReason } from '../trainingEvent';

/** Where no rule is given: three minutes, and a short text no more than 300 times. */
const DEFAULT_RULE = { minutes: 3, epochs: 300 };

export interface Position {
  /** Updates done. */
  readonly update: number;
  /** Seconds of training. */
  readonly elapsed: number;
  readonly validationsSinceBest: number;
}

export class StoppingRule {
  /** The update after which training ends; undefined where only the clock decides. */
  readonly updates?: number;
  private readonly byEpochs: boolean;
  private readonly seconds?: number;
  private readonly patience?: number;

  constructor({ updates, epochs, minutes, patience }: Experiment, updatesPerEpoch: number) {
    const given = updates ?? epochs ?? minutes;
    const rule = given === undefined ? DEFAULT_RULE : { epochs, minutes };
    const ofEpochs = rule.epochs === undefined ? undefined : Math.max(1, Math.round(rule.epochs * updatesPerEpoch));
    this.byEpochs = ofEpochs !== undefined && (updates === undefined || ofEpochs < updates);
    const last = this.byEpochs ? ofEpochs : updates;
    if (last !== undefined) this.updates = last;
    if (rule.minutes !== undefined) this.seconds = rule.minutes * 60;
    if (patience !== undefined) this.patience = patience;
  }

  /** 0…1 along the rule that will come first. */
  progress({ update, elapsed }: Position): number {
    const fractions = [0];
    if (this.updates !== undefined) fractions.push(update / this.updates);
    if (this.seconds !== undefined) fractions.push(elapsed / this.seconds);
    return Math.min(1, Math.max(...fractions));
  }

  /** Estimated seconds left, once a few updates tell how long one takes. */
  remaining({ update, elapsed }: Position, secondsPerUpdate: number): number {
    const left = [Number.POSITIVE_INFINITY];
    if (this.updates !== undefined) left.push((this.updates - update) * secondsPerUpdate);
    if (this.seconds !== undefined) left.push(this.seconds - elapsed);
    return Math.max(0, Math.min(...left));
  }

  reached({ update, elapsed, validationsSinceBest }: Position): DoneReason | undefined {
    if (this.updates !== undefined && update >= this.updates) return this.byEpochs ? 'epochs' : 'updates';
    if (this.seconds !== undefined && elapsed >= this.seconds) return 'minutes';
    if (this.patience !== undefined && validationsSinceBest >= this.patience) return 'patience';
    return undefined;
  }
}

/** @param progress 0…1 */
export function learningRateAt({ learningRate, schedule }: Experiment, progress: number): number {
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'cosine':
      return learningRate * (0.01 + (0.99 * (1 + Math.cos(Math.PI * progress))) / 2);
    case 'step':
      return learningRate * 0.5 ** Math.min(3, Math.floor(progress * 4));
  }
}
