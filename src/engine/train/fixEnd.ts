/** When a run ends is fixed before its first update: a time for training becomes a number of updates, so that the run can be repeated. */
import type { Backend, Feed } from '../backend';
import type { Checkpoint, Stretch } from '../checkpoint/checkpoint';
import { type Batches, type BatchSize, workOf } from '../data/batches';
import type { Dataset } from '../data/dataset';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';
import { updatesBetweenLooks } from './looks';
import { onTrial } from './measureSpeed';
import { StoppingRule, stretchNote, stretchOf } from './schedule';
import type { Trainer } from './trainer';

/** A run takes so many times the time asked for at most, however slow the machine turns. */
const MOST_TIMES = 2;
/** Seconds of updates before those that are measured, as code is compiled better once it has run a while; and of those. */
const [UNMEASURED, MEASURED] = [0.3, 1];
/** Seconds of looks, as many as begin in them, and at most so many. The first, which compiles, counts only if it is the only one. */
const [LOOKING, MOST_LOOKS] = [0.3, 4];

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
  /** Validates weights and draws samples, as the run does at each look. */
  look(parameters: Feed): Promise<unknown>;
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
  const fitting = done + updatesFitting(left, pace, (updates) => Math.floor(updates / between(done + updates)));
  const otherwise = new StoppingRule({ ...asked, minutes: undefined }, parts.data.train.perEpoch).updates;
  const updates = Math.min(fitting, otherwise);
  const time = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const note =
    otherwise < fitting
      ? `Ends after ${updates.toLocaleString('en')} updates, in less than ${time}.`
      : `Ends after ${updates.toLocaleString('en')} updates: about ${time}, at the ${Number(pace.updatesPerSecond.toPrecision(2))} updates a second measured here. With as many updates the run can be repeated exactly.`;
  return { experiment: { ...experiment, updates }, latest: elapsed + MOST_TIMES * left, notes: [note] };
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
async function measurePace(experiment: Experiment, { shape, data, look, environment }: Parts, share: number): Promise<Pace> {
  const { backend, stop } = environment;
  /** What an action tells of each second, again and again for a time. */
  const measure = async (time: number, action: () => Promise<number>, most = Number.POSITIVE_INFINITY) => {
    const paces: number[] = [];
    const end = environment.seconds() + time;
    do {
      const began = environment.seconds();
      const work = await action();
      paces.push(work / Math.max(environment.seconds() - began, 1e-6));
    } while (environment.seconds() < end && paces.length < most && !stop.aborted);
    return paces;
  };
  return await onTrial(experiment, shape, data, backend, async (trainer) => {
    const update = () => launch(trainer, data.train, backend.updatesPerLaunch);
    await measure(UNMEASURED * share, update);
    const paces = await measure(MEASURED * share, update);
    const parameters = await trainer.parameters();
    const once = async () => {
      await look(parameters);
      return 1;
    };
    const looks = await measure(LOOKING * share, once, MOST_LOOKS);
    return {
      updatesPerSecond: (medianOf(paces) * data.train.perEpoch) / workOf(data.train),
      look: 1 / medianOf(looks.length > 1 ? looks.slice(1) : looks),
    };
  });
}

/** The updates that are done in a time, rounded, together with the looks at them; at least one. Looks grow with updates, but not evenly. */
function updatesFitting(seconds: number, { updatesPerSecond, look }: Pace, looksOf: (updates: number) => number): number {
  let [fits, tooMany] = [1, Math.max(2, Math.ceil(seconds * updatesPerSecond) + 1)];
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
