/** When a run ends is fixed before its first update: a time for training becomes a number of updates, so that the run can be repeated. */
import type { Backend } from '../backend';
import type { Checkpoint, Stretch } from '../checkpoint/checkpoint';
import { type Batches, type BatchSize, workOf } from '../data/batches';
import type { Dataset } from '../data/dataset';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';
import { onTrial } from './measureSpeed';
import { StoppingRule, stretchNote, stretchOf } from './schedule';
import type { Trainer } from './trainer';

/** What validating and drawing samples leaves of the time. */
const FOR_UPDATES = 0.95;
/** A run takes so many times the time asked for at most, however slow the machine turns. */
const MOST_TIMES = 2;
/** Seconds of updates before those that are measured, as code is compiled better once it has run a while; and of those. */
const [UNMEASURED, MEASURED] = [0.3, 1];

export interface End {
  /** Without minutes. */
  readonly experiment: Experiment;
  readonly stretch?: Stretch | undefined;
  /** Seconds of training, counted from the very beginning, after which it ends whatever is left to do. */
  readonly latest?: number;
  /** Whole sentences. */
  readonly notes: readonly string[];
}

interface Parts {
  readonly shape: NetworkShape;
  readonly data: Dataset;
  readonly environment: { readonly backend: Backend; seconds(): number; readonly stop: { readonly aborted: boolean } };
}

/** @param from the checkpoint that training goes on from: minutes count from the very beginning, the learning rate from where it stands */
export async function fixEnd(experiment: Experiment, parts: Parts, from?: Checkpoint): Promise<End> {
  const { perEpoch } = parts.data.train;
  const {
    experiment: fixed,
    latest,
    notes,
  }: End = experiment.minutes === undefined ? { experiment, notes: [] } : await inTime(experiment, parts, from);
  const stretch = from && stretchOf(experiment, from, perEpoch);
  const anew = stretch && stretch.from === from.update && experiment.schedule !== 'constant';
  const end = new StoppingRule(fixed, perEpoch).updates;
  return { experiment: fixed, stretch, latest, notes: anew ? [...notes, stretchNote(experiment, stretch, end)] : notes };
}

/** By the speed that is measured now. */
async function inTime(asked: Experiment, parts: Parts, from?: Checkpoint): Promise<End> {
  const { minutes = 0, epochs, ...experiment } = asked;
  const elapsed = from?.progress.elapsed ?? 0;
  const left = Math.max(0, minutes * 60 - elapsed);
  const speed = await updatesPerSecond(asked, parts, Math.min(1, left / 20));
  const share = parts.data.validation ? FOR_UPDATES : 1;
  const fitting = (from?.update ?? 0) + Math.max(1, Math.round(left * share * speed));
  const otherwise = new StoppingRule({ ...asked, minutes: undefined }, parts.data.train.perEpoch).updates;
  const updates = Math.min(fitting, otherwise);
  const time = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const note =
    otherwise < fitting
      ? `Ends after ${updates.toLocaleString('en')} updates, in less than ${time}.`
      : `Ends after ${updates.toLocaleString('en')} updates: about ${time}, at the ${Number(speed.toPrecision(2))} updates a second measured here. With as many updates the run can be repeated exactly.`;
  return { experiment: { ...experiment, updates }, latest: elapsed + MOST_TIMES * left, notes: [note] };
}

/**
 * Of real updates at learning rate 0, by a trainer that is thrown away.
 * @param share of the time that measuring takes otherwise
 */
async function updatesPerSecond(experiment: Experiment, { shape, data, environment }: Parts, share: number): Promise<number> {
  const { backend, stop } = environment;
  const measure = async (trainer: Trainer, time: number) => {
    const paces: number[] = [];
    const end = environment.seconds() + time;
    do {
      const began = environment.seconds();
      const work = await launch(trainer, data.train, backend.updatesPerLaunch);
      paces.push(work / Math.max(environment.seconds() - began, 1e-6));
    } while (environment.seconds() < end && !stop.aborted);
    return medianOf(paces);
  };
  return await onTrial(experiment, shape, data, backend, async (trainer) => {
    await measure(trainer, UNMEASURED * share);
    return ((await measure(trainer, MEASURED * share)) * data.train.perEpoch) / workOf(data.train);
  });
}

/** @returns the characters of it, with the padding: rows come in batches of different lengths */
async function launch(trainer: Trainer, batches: Batches, updatesPerLaunch: number): Promise<number> {
  const { batch, window, targetWindow = 0 } = batches.sizes[batches.sizeOf(trainer.update)] as BatchSize;
  const count = Math.min(updatesPerLaunch, trainer.together);
  await trainer.run(new Array<number>(count).fill(0));
  return count * batch * (window + targetWindow);
}

function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}
