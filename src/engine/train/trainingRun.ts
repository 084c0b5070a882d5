/** Where one training stands: what the loop of `experiment.ts` asks, and what it tells. */
import { type Progress, type Stretch, startCheckpoint } from '../checkpoint/checkpoint';
import type { BatchSize } from '../data/batches';
import type { Chance } from '../data/chance';
import type { Dataset } from '../data/dataset';
import type { Experiment } from '../experimentSchema';
import type { NetworkShape } from '../model/networkShape';
import { countParameters } from '../model/parameters';
import type { Random } from '../random';
import type { Checkpointed, Done, Ending, Started, TrainingEvent, Updated } from '../trainingEvent';
import { beginningNotes } from './beginningNotes';
import { calmer, END_OF_ITSELF, messageOf } from './ending';
import { Guessing } from './guessing';
import { keptUpdates } from './keptUpdates';
import { updatesBetweenLooks } from './looks';
import { learningRateAt, StoppingRule } from './schedule';
import { SpeedMeter } from './speedMeter';
import type { Trainer } from './trainer';
import type { TrainingEnvironment } from './trainingEnvironment';
import type { Judgement } from './validator';

export interface TrainingParts {
  /** With its cell's equations, and its end fixed in updates or epochs. */
  readonly experiment: Experiment;
  readonly data: Dataset;
  readonly shape: NetworkShape;
  readonly trainer: Trainer;
  readonly environment: TrainingEnvironment;
  /** What decides dropout. */
  readonly masks: Random;
  readonly chance: Chance;
  /** Where the learning rate's schedule began anew. */
  readonly stretch?: Stretch | undefined;
  /** Seconds, in all, after which training ends; by default it may take as long as it takes. */
  readonly latest?: number | undefined;
}

/** Weights of more than four megabytes are worth a collection, of some 30 ms. */
const MANY = 1e6;
/** Checkpoints take no more of a run than that. */
const MOST_WRITING = { seconds: 1, share: 0.05 } as const;

export class TrainingRun {
  readonly trainer: Trainer;
  /** Since the last look: the validation was the best so far. */
  isBest = false;
  /** The loss or the gradient is no longer a number. */
  diverged = false;
  private readonly rule: StoppingRule;
  private readonly validateEvery: number;
  /** The updates whose checkpoint is kept. */
  private readonly kept: readonly number[];
  private readonly speed = new SpeedMeter();
  private readonly startedAt: number;
  private readonly firstUpdate: number;
  private readonly elapsedBefore: number;
  private best: Progress['best'];
  private validationsSinceBest: number;
  private validation: number | undefined;
  private lookedAt: number;
  private loss: number;
  /** Seconds that checkpoints took: to be made, and of who keeps them. */
  private writing = 0;
  /** The best checkpoint, until it is written. */
  private unwritten: TrainingEvent | undefined;
  private readonly guessing: Guessing;

  /** @param progress of the checkpoint that training goes on from */
  constructor(
    private readonly parts: TrainingParts,
    progress?: Progress,
  ) {
    const { experiment, data, trainer, environment } = parts;
    this.trainer = trainer;
    this.guessing = new Guessing(parts.shape.targets, progress?.losses);
    this.loss = this.guessing.recent.at(-1) ?? Number.NaN;
    this.validation = progress?.validation;
    this.rule = new StoppingRule(experiment, data.train.perEpoch);
    this.validateEvery = updatesBetweenLooks(experiment, data, this.rule.updates);
    this.kept = keptUpdates(experiment.keepCheckpoints ?? 0, this.rule.updates);
    this.startedAt = environment.seconds();
    this.firstUpdate = trainer.update;
    this.elapsedBefore = progress?.elapsed ?? 0;
    this.best = progress?.best;
    this.validationsSinceBest = progress?.validationsSinceBest ?? 0;
    this.lookedAt = progress && !progress.lookDue ? trainer.update : -1;
  }

  /** @param notes beside those of the data */
  started(notes: readonly string[]): Started {
    const { data, trainer, environment, experiment } = this.parts;
    return {
      kind: 'started',
      device: environment.backend.description,
      ...(environment.candidates && { candidates: environment.candidates }),
      parameters: countParameters(trainer.slots),
      vocabulary: data.vocabulary.characters,
      ...(experiment.units !== 'characters' && { units: experiment.units }),
      trainCharacters: data.trainCharacters,
      validationCharacters: data.validationCharacters,
      ...(data.rows && { rows: data.rows }),
      ...largest(data.train.sizes),
      updatesPerEpoch: data.train.perEpoch,
      ...(Number.isFinite(this.rule.updates) && { updates: this.rule.updates }),
      update: trainer.update,
      notes: [...data.notes, ...beginningNotes(data.vocabulary, experiment), ...notes],
    };
  }

  /** Why training ends here, if it does. */
  over(): Ending | undefined {
    const { environment, latest = Number.POSITIVE_INFINITY } = this.parts;
    if (environment.stop.aborted) return 'stopped';
    return this.reached ?? (this.elapsed > latest ? 'overtime' : undefined);
  }

  /** Whether to validate and to draw a sample now. Nobody waits for that after a stop. */
  get lookIsDue(): boolean {
    const over = this.over();
    return over !== 'stopped' && this.isUnlooked && (over !== undefined || this.trainer.update % this.validateEvery === 0);
  }

  private get isUnlooked(): boolean {
    return this.lookedAt !== this.trainer.update;
  }

  /** Why training would end here, if nobody stopped it and there was time. */
  private get reached(): Ending | undefined {
    return this.rule.reached({ update: this.trainer.update, validationsSinceBest: this.validationsSinceBest });
  }

  looked(): void {
    this.lookedAt = this.trainer.update;
    this.isBest = false;
  }

  /** No more often than it is worth: a twentieth of the time, or a second in all. What is learned does not depend on it. */
  get checkpointIsDue(): boolean {
    const { trainer, parts } = this;
    const wanted = this.lookedAt === trainer.update || trainer.update % parts.experiment.checkpointEvery === 0;
    return wanted && this.writing <= Math.max(MOST_WRITING.seconds, MOST_WRITING.share * this.elapsed);
  }

  get keepingIsDue(): boolean {
    return this.kept.includes(this.trainer.update);
  }

  /** As many updates as fit before something else is due. */
  async *launch(): AsyncGenerator<Updated> {
    const { trainer, environment, experiment, data } = this.parts;
    const first = trainer.update;
    const learningRates = this.learningRates(this.launchSize());
    const before = environment.seconds();
    const results = await trainer.run(learningRates);
    const characters = results.reduce((sum, result) => sum + result.characters, 0);
    this.speed.add(characters, environment.seconds() - before);
    const { elapsed } = this;
    const secondsPerUpdate = (elapsed - this.elapsedBefore) / (trainer.update - this.firstUpdate);
    for (const [index, { loss, gradNorm }] of results.entries()) {
      const update = first + index + 1;
      this.loss = loss;
      this.guessing.updated(loss);
      this.diverged = !Number.isFinite(loss) || !Number.isFinite(gradNorm);
      yield {
        kind: 'update',
        update,
        epoch: update / data.train.perEpoch,
        loss,
        gradNorm,
        clipped: experiment.clip > 0 && gradNorm > experiment.clip,
        learningRate: learningRates[index] as number,
        charsPerSecond: this.speed.charsPerSecond,
        elapsed,
        progress: this.rule.progress(update),
        remaining: Math.max(0, this.rule.updates - update) * secondsPerUpdate,
      };
      if (this.diverged) return;
    }
  }

  /** Takes note of a validation. */
  judge(judgement: Judgement): TrainingEvent {
    const { loss, accuracy } = judgement;
    this.validation = loss;
    this.isBest = isBetter(judgement, this.best);
    if (this.isBest) this.best = { loss, ...(accuracy !== undefined && { accuracy }) };
    this.validationsSinceBest = this.isBest ? 0 : this.validationsSinceBest + 1;
    return { kind: 'validation', update: this.trainer.update, ...judgement, best: this.isBest };
  }

  /** Has what is best now written with the next checkpoint. */
  async holdBest(): Promise<void> {
    const before = this.parts.environment.seconds();
    this.unwritten = await this.checkpoint('best');
    this.writing += this.parts.environment.seconds() - before;
  }

  async *writeBest(): AsyncGenerator<TrainingEvent> {
    const { unwritten } = this;
    this.unwritten = undefined;
    if (unwritten) yield* this.write(async () => unwritten);
  }

  async *write(checkpoint: () => Promise<TrainingEvent>): AsyncGenerator<TrainingEvent> {
    const before = this.parts.environment.seconds();
    yield await checkpoint();
    this.writing += this.parts.environment.seconds() - before;
  }

  async checkpoint(which: Checkpointed['which']): Promise<TrainingEvent> {
    const { experiment, data, trainer, masks, chance, stretch, environment } = this.parts;
    // What was read to be looked at, and the checkpoint before, need not be there beside this one.
    if (countParameters(trainer.slots) > MANY) environment.collectGarbage?.();
    const lookDue = which === 'last' && this.isUnlooked && (trainer.update % this.validateEvery === 0 || this.reached !== undefined);
    const told = {
      experiment,
      cellSource: experiment.cellSource,
      vocabulary: data.vocabulary.characters,
      targets: data.targets,
      labels: data.labels,
      update: trainer.update,
      epoch: Math.floor(trainer.epoch),
      progress: {
        cursor: trainer.update % data.train.perEpoch,
        random: { dropout: [...masks.state] },
        ...(this.best && { best: this.best }),
        validationsSinceBest: this.validationsSinceBest,
        ...(Number.isFinite(this.validation) && { validation: this.validation }),
        ...(this.guessing.recent.length > 0 && { losses: this.guessing.recent }),
        ...(lookDue && { lookDue }),
        elapsed: this.elapsed,
        ...(chance === 2 && { chance }),
        ...(stretch && { stretch }),
      },
    };
    const kept = which === 'kept' ? 'parameters' : 'all';
    const file = startCheckpoint(told, trainer.rooms(kept));
    for await (const [name, { data }] of trainer.tensors(kept)) file.put(name, data);
    return { kind: 'checkpoint', update: trainer.update, which, bytes: file.bytes };
  }

  /** @param end why training ends */
  done(end: Ending): Done {
    const { trainer, experiment } = this.parts;
    const unbeaten = END_OF_ITSELF.includes(end) ? this.guessing.unbeaten(trainer.update, this.best?.loss) : undefined;
    const reason = unbeaten === undefined ? end : 'unlearned';
    return {
      kind: 'done',
      reason,
      update: trainer.update,
      epoch: trainer.epoch,
      loss: this.loss,
      ...(this.validation !== undefined && { validation: this.validation }),
      elapsed: this.elapsed,
      message:
        unbeaten === undefined
          ? messageOf(end, experiment, trainer.update, this.rule.updates)
          : `${this.guessing.told(unbeaten, trainer.update)} ${calmer(experiment, 'Train anew')}`,
    };
  }

  private launchSize(): number {
    const { trainer, environment, experiment } = this.parts;
    const until = (every: number) => every - (trainer.update % every);
    const kept = this.kept.find((update) => update > trainer.update) ?? Number.POSITIVE_INFINITY;
    return Math.min(
      environment.backend.updatesPerLaunch,
      trainer.together,
      until(this.validateEvery),
      until(experiment.checkpointEvery),
      kept - trainer.update,
      this.rule.updates - trainer.update,
    );
  }

  /** Those of the next updates: a launch of many is the same as many of one. */
  private learningRates(count: number): number[] {
    const { experiment, trainer, stretch } = this.parts;
    return Array.from({ length: count }, (_, k) => learningRateAt(experiment, trainer.update + k, this.rule.updates, stretch));
  }

  /** Seconds of training. */
  private get elapsed(): number {
    return this.elapsedBefore + this.parts.environment.seconds() - this.startedAt;
  }
}

/** By accuracy where there are labels: an over-trained classifier errs no more often, and is only surer of its errors. Then by loss. */
export function isBetter(one: Pick<Judgement, 'loss' | 'accuracy'>, other: Progress['best']): boolean {
  if (!other) return Number.isFinite(one.loss);
  return one.accuracy === other.accuracy ? one.loss < other.loss : (one.accuracy ?? 0) > (other.accuracy ?? 0);
}

function largest(sizes: readonly BatchSize[]): BatchSize {
  return sizes.reduce((a, b) => (a.batch * a.window >= b.batch * b.window ? a : b));
}
