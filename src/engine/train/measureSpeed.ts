/** How quick a device is at an experiment: what `auto` compares. */
import type { Backend } from '../backend';
import { sourceOf } from '../cell/cellSources';
import type { Dataset } from '../data/dataset';
import type { Material } from '../data/material';
import { savedSymbols } from '../data/symbols';
import type { Experiment } from '../experimentSchema';
import { type NetworkShape, networkOf } from '../model/networkShape';
import { initialize } from '../model/parameters';
import { Random } from '../random';
import { openDataset } from '../tasks/openDataset';
import { requireMemory } from './memory';
import { Trainer } from './trainer';

/** Characters a second of a few real updates. */
export async function measureSpeed(experiment: Experiment, material: Material, backend: Backend, seconds: () => number): Promise<number> {
  const data = openDataset(experiment, material);
  const shape = networkOf(experiment, sourceOf(experiment), savedSymbols(data));
  requireMemory(shape, experiment, data.train.sizes);
  return await onTrial(experiment, shape, data, backend, async (trainer) => {
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
  });
}

/** Real updates of an experiment, by a trainer that is thrown away. */
export async function onTrial<Result>(
  experiment: Experiment,
  shape: NetworkShape,
  data: Dataset,
  backend: Backend,
  action: (trainer: Trainer) => Promise<Result>,
): Promise<Result> {
  const random = Random.fromSeed(experiment.seed);
  const trainer = await Trainer.open(shape, experiment, data.train, backend, random);
  try {
    trainer.setWeights(initialize(trainer.slots, experiment.initializer, experiment.hidden, random));
    return await action(trainer);
  } finally {
    trainer.dispose();
  }
}
