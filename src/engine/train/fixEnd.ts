/** When a run ends is fixed before its first update: a time for training becomes a number of updates, so that the run can be repeated. */
import type { Backend, Feed } from '../backend';
import type { Checkpoint, Stretch } from '../checkpoint/checkpoint';
import { type Batches, type BatchSize, workOf } from '../data/batches';
import type { Dataset } from '../data/dataset';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';
import { updatesBetweenLooks } from './looks';
import { onTrial } from './measureSpeed';
import type { Sampler } from './sampler';
import { StoppingRule, stretchNote, stretchOf } from './schedule';
import type { Trainer } from './trainer';
import type { Validator } from './validator';

/** Of the time asked for, how much is planned to be used: a machine that turns a little slower still makes the run that was planned. */
const PLANNED = 0.95;
/** Nobody waits for so many; beyond 2⁵³ there is no whole number between two. */
const MOST_UPDATES = 2 ** 52;
/** Seconds of updates before those that are measured, as code is compiled better once it has run a while; and of those. */
const [UNMEASURED, MEASURED] = [0.3, 1];
/** Seconds of a validation, after which it is cut off as it is measured: a large text's would keep the first update waiting. */
const VALIDATING = 0.3;

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
  readonly validator?: Validator | undefined;
  readonly sampler: Sampler;
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
  const pace = await measurePace(asked, parts, Math.min(1, left / 20));
  const done = from?.update ?? 0;
  const between = (updates: number) => updatesBetweenLooks(asked, parts.data, updates);
  const fitting = done + updatesFitting(PLANNED * left, pace, (updates) => Math.ceil(updates / between(done + updates)));
  const otherwise = new StoppingRule({ ...asked, minutes: undefined }, parts.data.train.perEpoch).updates;
  const updates = Math.min(fitting, otherwise);
  const time = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const note =
    otherwise < fitting
      ? `Ends after ${updates.toLocaleString('en')} updates, in less than ${time}.`
      : `Ends after ${updates.toLocaleString('en')} updates: about ${time}, at the ${Number(pace.updatesPerSecond.toPrecision(2))} updates a second measured here. With as many updates the run can be repeated exactly.`;
  return { experiment: { ...experiment, updates }, latest: elapsed + left, notes: [note] };
}

interface Pace {
  readonly updatesPerSecond: number;
  /** Seconds that a validation and its samples take together. */
  readonly look: number;
}

/**
 * Of real updates at learning rate 0, and of looks at what they leave, by a trainer that is thrown away.
 * @param share of the time that measuring takes otherwise
 */
async function measurePace(experiment: Experiment, parts: Parts, share: number): Promise<Pace> {
  const { shape, data, environment } = parts;
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
    const updatesPerSecond = ((await measure(trainer, MEASURED * share)) * data.train.perEpoch) / workOf(data.train);
    const parameters = await trainer.parameters();
    await secondsOfLook(parameters, parts, VALIDATING * share); // compiles
    return { updatesPerSecond, look: await secondsOfLook(parameters, parts, VALIDATING * share) };
  });
}

/** @param time after which a validation is cut off, and reckoned from the part of it that was done */
async function secondsOfLook(parameters: Feed, { validator, sampler, environment }: Parts, time: number): Promise<number> {
  const { stop } = environment;
  const began = environment.seconds();
  let done = 1;
  await validator?.judge(parameters, {
    stop: {
      get aborted() {
        return stop.aborted || environment.seconds() > began + time;
      },
    },
    progress: (fraction) => {
      done = fraction;
    },
  });
  const validated = environment.seconds();
  await sampler.sample(parameters, 0);
  return (validated - began) / done + environment.seconds() - validated;
}

/** The updates that are done in a time, rounded, together with the looks at them; at least one. Looks grow with updates, but not evenly. */
function updatesFitting(seconds: number, { updatesPerSecond, look }: Pace, looksOf: (updates: number) => number): number {
  let [fits, tooMany] = [1, Math.max(2, Math.min(MOST_UPDATES, Math.ceil(seconds * updatesPerSecond) + 1))];
  while (tooMany - fits > 1) {
    const updates = Math.floor((fits + tooMany) / 2);
    if ((updates - 0.5) / updatesPerSecond + look * looksOf(updates) <= seconds) fits = updates;
    else tooMany = updates;
  }
  return fits;
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
