/** How quick a device is at an experiment: what `auto` compares. */
import type { Backend } from '../backend';
import { sourceOf } from '../cell/cellSources';
import type { Material } from '../data/material';
import { savedSymbols } from '../data/symbols';
import type { Experiment } from '../experimentSchema';
import { networkOf } from '../model/networkShape';
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
