/**
 * THE STORY, top to bottom: text → dataset → batches → network → trainer → checkpoint.
 * The one training loop: the CLI, the engine process and the tests all call it. What a trained model can do: `abilities.ts`.
 */
import { withSideHeads } from './carry/addedSideHeads';
import { carryWeights, SIDE_HEADS_DRAWN } from './carry/carryWeights';
import type { GivenWeights } from './carry/givenWeights';
import { keptSymbols } from './carry/keptSymbols';
import { sourceOf } from './cell/cellSources';
import { withBothBiases } from './checkpoint/bothBiases';
import { readCheckpoint } from './checkpoint/checkpoint';
import { CHANCE } from './data/chance';
import type { Material } from './data/material';
import { savedSymbols, symbolsOf } from './data/symbols';
import type { Experiment } from './experimentSchema';
import { OverflowError } from './infer/distribution';
import type { Interruption } from './interruption';
import { savedNetwork } from './model/model';
import { networkOf } from './model/networkShape';
import { parameterSlots } from './model/parameterSlots';
import { initialize } from './model/parameters';
import { Random } from './random';
import { openDataset } from './tasks/openDataset';
import { taskOf } from './tasks/tasks';
import { fixEnd } from './train/fixEnd';
import { requireMemory } from './train/memory';
import { Sampler } from './train/sampler';
import { Trainer } from './train/trainer';
import type { TrainingEnvironment } from './train/trainingEnvironment';
import { TrainingRun } from './train/trainingRun';
import { openValidator, type Validator } from './train/validator';
import type { TrainingEvent } from './trainingEvent';

export interface StartingPoint {
  /** A checkpoint to go on from, exactly. */
  readonly resume?: Uint8Array;
  /** Not quite exactly: validations without gain are counted from here, lest a run that ended by patience end at once. */
  readonly patienceAnew?: boolean;
  /** Initial weights. */
  readonly init?: GivenWeights | undefined;
}

/**
 * Trains, and says what happens. Control returns to the consumer after each launch of updates.
 * @throws DataError, CellSyntaxError, ExperimentError, CheckpointError before the first event; BackendLostError later
 */
export async function* train(
  experiment: Experiment,
  material: Material,
  environment: TrainingEnvironment,
  { resume, patienceAnew = false, init }: StartingPoint = {},
): AsyncGenerator<TrainingEvent> {
  const stored = resume && readCheckpoint(resume);
  const from = stored && withSideHeads(stored, experiment);
  const chance = from ? (from.progress.chance ?? 1) : CHANCE;
  const own = openDataset(experiment, material, from && { ...symbolsOf(from, from.experiment.units), chance });
  const kept = init && experiment.keepVocabulary ? openDataset(experiment, material, keptSymbols(own, init)) : own;
  const data = { ...kept, notes: own.notes };
  const asPyTorch = !from && init?.pyTorch === true;
  const cellSource = from?.cellSource ?? (asPyTorch ? withBothBiases(sourceOf(experiment)) : sourceOf(experiment));
  const shape = from ? savedNetwork({ ...from, experiment }) : networkOf(experiment, cellSource, savedSymbols(data));
  const memory = requireMemory(shape, experiment, data.train.sizes, environment.memory);
  /** Drawn anew when they are written, lest they be held beside the device. */
  const drawn = () => initialize(parameterSlots(shape), experiment.initializer, experiment.hidden, Random.fromSeed(experiment.seed));
  const receiver = { experiment, shape, symbols: savedSymbols(data), own: savedSymbols(own) };
  const carried = !from && init ? carryWeights(init, drawn(), receiver) : undefined;
  const notes = carried?.notes ?? (from === stored ? [] : [SIDE_HEADS_DRAWN]);
  const masks = from?.progress.random.dropout
    ? Random.fromState(from.progress.random.dropout)
    : Random.fromSeed((experiment.seed + 1) >>> 0);
  const opened: { dispose(): void }[] = [];
  const keep = <T extends { dispose(): void }>(resource: T): T => {
    opened.push(resource);
    return resource;
  };
  try {
    const validator =
      data.validation && keep(await openValidator(shape, data.validation, environment.backend, taskOf(experiment).judging, data.targets));
    const sampler = keep(await Sampler.open(experiment, shape, data, environment.inference ?? environment.backend));
    const end = await fixEnd(experiment, { shape, data, validator, sampler, environment }, from);
    const trainer = keep(await Trainer.open(shape, experiment, data.train, environment.backend, masks, chance));
    if (from) trainer.restore(from.update, from.tensors);
    else trainer.setWeights(carried?.weights ?? drawn());
    const progress = from && { ...from.progress, ...(patienceAnew && { validationsSinceBest: 0 }) };
    const { stretch, latest } = end;
    const parts = { experiment: { ...end.experiment, cellSource }, data, shape, trainer, environment, masks, chance, stretch, latest };
    const run = new TrainingRun(parts, progress);
    yield run.started([
      ...notes,
      ...memory,
      ...(asPyTorch ? ['As PyTorch does, this cell learns two biases for each gate.'] : []),
      ...end.notes,
    ]);
    yield* loop(run, validator, sampler, environment);
  } finally {
    for (const resource of opened) resource.dispose();
  }
}

/** Look at what was learned, keep it, go on; until a stopping rule is reached. */
async function* loop(
  run: TrainingRun,
  validator: Validator | undefined,
  sampler: Sampler,
  environment: TrainingEnvironment,
): AsyncGenerator<TrainingEvent> {
  for (let launches = 0; ; launches++) {
    if (run.lookIsDue && (yield* look(run, validator, sampler, environment)) === 'no number') {
      yield* run.writeBest();
      return yield run.done('diverged');
    }
    const reason = run.over();
    const due = reason !== undefined || run.checkpointIsDue;
    if (due) yield* run.writeBest();
    if (run.keepingIsDue) yield await run.checkpoint('kept');
    if (due) yield* run.write(() => run.checkpoint('last'));
    if (reason) return yield run.done(reason);
    // Compiling and the first look leave more behind than training ever will.
    if (launches === 0) environment.collectGarbage?.();
    yield* run.launch();
    if (!run.diverged) continue;
    yield* run.writeBest();
    return yield run.done('diverged');
  }
}

/** How well it does now, and what it writes. A look that is cut off is taken when the run goes on. An update may have left weights of which the next loss is no number. */
async function* look(
  run: TrainingRun,
  validator: Validator | undefined,
  sampler: Sampler,
  interruption: Interruption,
): AsyncGenerator<TrainingEvent, 'looked' | 'cut off' | 'no number'> {
  try {
    const parameters = await run.trainer.parameters();
    const judging = run.trainer.update > 0 ? validator : undefined;
    const judgement = await judging?.judge(parameters, interruption);
    if (judging && !judgement) return 'cut off';
    if (judgement) yield run.judge(judgement);
    yield* await sampler.sample(parameters, run.trainer.update);
    if (run.isBest) await run.holdBest();
    run.looked();
    return 'looked';
  } catch (error) {
    if (error instanceof OverflowError) return 'no number';
    throw error;
  }
}
