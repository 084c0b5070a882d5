/** When training ends, and how the learning rate falls until then. Both follow the updates and never the clock: the same seed gives the same run. */
import type { Checkpoint, Stretch } from '../checkpoint/checkpoint';
import type { Experiment } from '../experimentSchema';
import type { Ending } from '../trainingEvent';

/** A stretch that begins lower than this fraction of the learning rate is first warmed up to it (a warm restart, Loshchilov & Hutter 2017). */
const WARM = 0.25;
/** For so much of the stretch. */
const WARMING = 0.05;

export interface Position {
  /** Updates done. */
  readonly update: number;
  readonly validationsSinceBest: number;
}

export class StoppingRule {
  /** The update after which training ends. */
  readonly updates: number;
  private readonly byEpochs: boolean;
  private readonly patience: number;

  /** @param experiment with an end in updates or epochs; minutes are no part of the rule (`fixEnd` makes updates of them) */
  constructor({ updates, epochs, patience }: Experiment, updatesPerEpoch: number) {
    const most = updates ?? Number.POSITIVE_INFINITY;
    const ofEpochs = epochs === undefined ? most : Math.max(1, Math.round(epochs * updatesPerEpoch));
    this.byEpochs = ofEpochs < most;
    this.updates = Math.min(most, ofEpochs);
    this.patience = patience ?? Number.POSITIVE_INFINITY;
  }

  /** 0…1 */
  progress(update: number): number {
    return Math.min(1, update / this.updates);
  }

  reached({ update, validationsSinceBest }: Position): Ending | undefined {
    if (update >= this.updates) return this.byEpochs ? 'epochs' : 'updates';
    return validationsSinceBest >= this.patience ? 'patience' : undefined;
  }
}

/** From 1 on downwards. @param progress 0…1 */
const FALLS: Readonly<Record<Experiment['schedule'], (progress: number) => number>> = {
  constant: () => 1,
  cosine: (progress) => 0.01 + (0.99 * (1 + Math.cos(Math.PI * progress))) / 2,
  step: (progress) => 0.5 ** Math.min(3, Math.floor(progress * 4)),
};

type Rates = Pick<Experiment, 'learningRate' | 'schedule'>;

/**
 * The learning rate of the update after `update`.
 * @param end the update after which training ends
 * @param stretch where the schedule began anew; without it, it began at update 0
 */
export function learningRateAt({ learningRate, schedule }: Rates, update: number, end: number, stretch?: Stretch): number {
  if (!stretch || schedule === 'constant') return learningRate * FALLS[schedule](Math.min(1, update / end));
  const { from, rate } = stretch;
  const progress = Math.min(1, (update - from) / Math.max(1, end - from));
  const falling = (along: number) => peakOf(learningRate, stretch) * FALLS[schedule](along);
  if (rate >= falling(0) || progress >= WARMING) return falling(progress);
  return rate + ((falling(WARMING) - rate) * progress) / WARMING;
}

const peakOf = (learningRate: number, { rate }: Stretch) => Math.min(learningRate, Math.max(rate, learningRate * WARM));

/**
 * The stretch that a resumed run is in: a run that is given another end goes on from the rate where it stands, and does not leap to where it
 * would be, had it been given this end at first.
 * @param experiment as it was asked for, not yet with its end fixed
 */
export function stretchOf(
  experiment: Experiment,
  { experiment: before, update, progress }: Checkpoint,
  updatesPerEpoch: number,
): Stretch | undefined {
  const sameEnd = before.updates === experiment.updates && before.epochs === experiment.epochs && before.minutes === experiment.minutes;
  if (update === 0 || (sameEnd && before.minutes === undefined)) return progress.stretch;
  const { updates } = new StoppingRule(before, updatesPerEpoch);
  // With minutes, Unroll 0.1.0 let the rate follow the clock.
  const byClock = before.minutes === undefined ? Number.POSITIVE_INFINITY : (update * 60 * before.minutes) / progress.elapsed;
  const end = Math.min(updates, byClock);
  return { from: update, rate: learningRateAt({ ...before, learningRate: experiment.learningRate }, update, end, progress.stretch) };
}

/** What is to be said of a stretch as it begins, if the rate is other than the schedule alone would tell. */
export function stretchNote({ learningRate, schedule }: Rates, stretch: Stretch, end: number): string {
  const peak = peakOf(learningRate, stretch);
  const rate = (value: number) => String(Number(value.toPrecision(3)));
  const warming =
    peak > stretch.rate
      ? `It goes on from ${rate(stretch.rate)} and is warmed up to ${rate(peak)} by update ${at(stretch.from + WARMING * (end - stretch.from))}`
      : `It goes on from ${rate(stretch.rate)}`;
  return `The learning rate does not leap to the new end. ${warming}, then falls as the schedule (${schedule}) says until update ${at(end)}.`;
}

const at = (update: number) => Math.round(update).toLocaleString('en');
