/**
 * THE STORY, top to bottom: text → dataset → batches → network → trainer → checkpoint → trace.
 * The one training loop: the CLI, the engine process and the tests all call it.
 */
import type { Backend } from './backend';
import { builtinCells } from './cell/builtin/builtinCells';
import { withBothBiases } from './checkpoint/bothBiases';
import { readCheckpoint } from './checkpoint/checkpoint';
import { openDataset } from './data/dataset';
import type { Material } from './data/material';
import { type Symbols, symbolCounts, symbolsOf } from './data/symbols';
import { type Experiment, ExperimentError } from './experimentSchema';
import type { Interruption } from './interruption';
import { savedNetwork } from './model/model';
import { joinCellSources, type NetworkShape, networkShape } from './model/networkShape';
import { parameterSlots } from './model/parameterSlots';
import { initialize } from './model/parameters';
import { Random } from './random';
import { fixEnd } from './train/fixEnd';
import { fitWeights, readWeights } from './train/initialWeights';
import { requireMemory } from './train/memory';
import { Sampler } from './train/sampler';
import { Trainer } from './train/trainer';
import { type TrainingEnvironment, TrainingRun } from './train/trainingRun';
import { Validator } from './train/validator';
import type { TrainingEvent } from './trainingEvent';

export { evaluate } from './evaluate/evaluate';
export { generate } from './infer/generate';
export { type OpenTrace, openTrace } from './inspect/openTrace';
export { trace } from './inspect/trace';
export { CancelledError } from './interruption';
export { type Model, openModel } from './model/model';
export { classify } from './tasks/classify/classify';
export { fill } from './tasks/infill/fill';
export { labelsOf } from './tasks/labelsOf';
export { score } from './tasks/languageModel/score';
export { tag } from './tasks/tag/tag';
export { translate } from './tasks/translate/translate';

export type { TrainingEnvironment };

export interface StartingPoint {
  /** A checkpoint to go on from, exactly. */
  readonly resume?: Uint8Array;
  /** Not quite exactly: validations without gain are counted from here, lest a run that ended by patience end at once. */
  readonly patienceAnew?: boolean;
  /** Initial weights: safetensors with our names or PyTorch's. */
  readonly init?: Uint8Array;
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
  const from = resume && readCheckpoint(resume);
  const data = openDataset(experiment, material, from && symbolsOf(from));
  const given = init && readWeights(init);
  const asPyTorch = !from && given?.pyTorch === true;
  const cellSource = from?.cellSource ?? (asPyTorch ? withBothBiases(sourceOf(experiment)) : sourceOf(experiment));
  const shape = from ? savedNetwork({ ...from, experiment }) : shapeOf(experiment, cellSource, data);
  requireMemory(shape, experiment, data.train.sizes);
  const random = Random.fromSeed(experiment.seed);
  const weights = initialize(parameterSlots(shape), experiment.initializer, experiment.hidden, random);
  const masks = from?.progress.random.dropout
    ? Random.fromState(from.progress.random.dropout)
    : Random.fromSeed((experiment.seed + 1) >>> 0);
  const opened: { dispose(): void }[] = [];
  const keep = <T extends { dispose(): void }>(resource: T): T => {
    opened.push(resource);
    return resource;
  };
  try {
    const end = await fixEnd(experiment, { shape, data, environment }, from);
    const trainer = keep(await Trainer.open(shape, experiment, data.train, environment.backend, masks));
    const validator = data.validation && keep(await Validator.open(shape, data.validation, environment.backend, data.targets));
    const sampler = keep(await Sampler.open(experiment, shape, data, environment.inference ?? environment.backend));
    if (from) trainer.restore(from.update, from.tensors);
    else trainer.setWeights(given ? fitWeights(given, weights, shape) : weights);
    const progress = from && { ...from.progress, ...(patienceAnew && { validationsSinceBest: 0 }) };
    const parts = { experiment: { ...end.experiment, cellSource }, data, shape, trainer, environment, masks, stretch: end.stretch };
    const run = new TrainingRun(parts, progress);
    yield run.started([...(asPyTorch ? ['As PyTorch does, this cell learns two biases for each gate.'] : []), ...end.notes]);
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
  interruption: Interruption,
): AsyncGenerator<TrainingEvent> {
  for (;;) {
    if (run.lookIsDue) {
      const parameters = await run.trainer.parameters();
      const judgement = run.trainer.update > 0 ? await validator?.judge(parameters, interruption) : undefined;
      if (judgement) yield run.judge(judgement);
      yield* await sampler.sample(parameters, run.trainer.update);
      if (run.isBest) yield await run.checkpoint('best');
      run.looked();
    }
    const reason = run.over();
    if (reason || run.checkpointIsDue) yield await run.checkpoint('last');
    if (reason) return yield run.done(reason);
    yield* run.launch();
    if (run.diverged) return yield run.done('diverged');
  }
}

function shapeOf(experiment: Experiment, cellSource: string, { vocabulary, targets, labels }: Symbols): NetworkShape {
  return networkShape(experiment, cellSource, symbolCounts(experiment.task, { vocabulary: vocabulary.characters, targets, labels }));
}

/** The equations of the cell that an experiment names, or of the cells of its layers. @throws ExperimentError */
export function sourceOf({ cell, cellSource }: Experiment): string {
  if (cellSource) return cellSource;
  return joinCellSources(cell.split(',').map((name) => builtinSource(name.trim())));
}

function builtinSource(cell: string): string {
  const builtin = builtinCells.find(({ name }) => name === cell);
  if (builtin) return builtin.source;
  throw new ExperimentError(
    `There is no cell ${cell}. Built in: ${builtinCells.map(({ name }) => name).join(', ')}; or give the path of a .cell file.`,
  );
}

/** Characters a second of a few real updates of this experiment: what `auto` compares. */
export async function measureSpeed(experiment: Experiment, material: Material, backend: Backend, seconds: () => number): Promise<number> {
  const data = openDataset(experiment, material);
  const shape = shapeOf(experiment, sourceOf(experiment), data);
  requireMemory(shape, experiment, data.train.sizes);
  const random = Random.fromSeed(experiment.seed);
  const trainer = await Trainer.open(shape, experiment, data.train, backend, random);
  try {
    trainer.setWeights(initialize(trainer.slots, experiment.initializer, experiment.hidden, random));
    let characters = 0;
    const launch = async () => {
      const results = await trainer.run(new Array<number>(Math.min(backend.updatesPerLaunch, trainer.together)).fill(0));
      for (const result of results) characters += result.characters;
    };
    await launch();
    characters = 0;
    const started = seconds();
    do await launch();
    while (seconds() - started < 0.25);
    return characters / (seconds() - started);
  } finally {
    trainer.dispose();
  }
}
