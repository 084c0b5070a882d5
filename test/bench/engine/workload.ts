/** Our engine doing what the peers do: the trainer and the generator that the extension uses, on random text. */

import { generate, openModel } from '../../../src/engine/abilities';
import type { Backend } from '../../../src/engine/backend';
import { sourceOf } from '../../../src/engine/cell/cellSources';
import { textMaterial } from '../../../src/engine/data/material';
import { train } from '../../../src/engine/experiment';
import type { Experiment } from '../../../src/engine/experimentSchema';
import { networkShape } from '../../../src/engine/model/networkShape';
import { initialize } from '../../../src/engine/model/parameters';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { Random } from '../../../src/engine/random';
import { languageModelData } from '../../../src/engine/tasks/languageModel/data';
import { Trainer } from '../../../src/engine/train/trainer';
import { randomTokens } from '../peers/answer.mjs';
import type { Workload } from '../shapes';

export const seconds = () => performance.now() / 1000;

/** One step of the work; resolves to the characters that it took. */
export interface Work {
  step(): Promise<number>;
  dispose(): void;
}

const CHARACTERS = 300_000;
const GENERATED = 500;

/** @param own the cell's equations as a file of a user's own */
export function openWork(workload: Workload, backend: Backend, own = false): Promise<Work> {
  return workload.generate ? openGenerating(workload, backend) : openTraining(workload, backend, own);
}

async function openTraining(workload: Workload, backend: Backend, own: boolean): Promise<Work> {
  const builtIn = experimentOf(workload);
  const experiment = own ? { ...builtIn, cell: 'mine', cellSource: sourceOf(builtIn).replace(/^cell .*$/m, 'cell mine') } : builtIn;
  const data = languageModelData(randomText(workload.vocabulary), experiment);
  const shape = networkShape(experiment, sourceOf(experiment), { vocabulary: data.vocabulary.size });
  const random = Random.fromSeed(experiment.seed);
  const trainer = await Trainer.open(shape, experiment, data.train, backend, random);
  trainer.setWeights(initialize(trainer.slots, experiment.initializer, experiment.hidden, random));
  return {
    async step() {
      const updates = Math.min(backend.updatesPerLaunch, trainer.together);
      await trainer.run(new Array<number>(updates).fill(experiment.learningRate));
      return updates * data.train.batch * data.train.window;
    },
    dispose: () => trainer.dispose(),
  };
}

/** A checkpoint after one update is drawn from as one from the panel would be. */
async function openGenerating(workload: Workload, backend: Backend): Promise<Work> {
  const model = await openModel(await checkpoint(workload, backend), backend);
  const options = { prompt: 'A', length: GENERATED, temperature: 1, topK: 0, topP: 1, count: 1 };
  const environment = { seconds, stop: { aborted: false } };
  let seed = 0;
  return {
    async step() {
      await generate(model, { ...options, seed: seed++ }, environment);
      return GENERATED;
    },
    dispose: () => model.dispose(),
  };
}

/** After one update, on random text. */
export async function checkpoint(workload: Workload, backend: Backend): Promise<Uint8Array> {
  const experiment = { ...experimentOf(workload), updates: 1 };
  let last: Uint8Array | undefined;
  const events = train(experiment, textMaterial(randomText(workload.vocabulary)), { backend, seconds, stop: { aborted: false } });
  for await (const event of events) if (event.kind === 'checkpoint') last = event.bytes;
  if (!last) throw new Error('Training left no checkpoint.');
  return last;
}

function experimentOf({ cell, hidden, layers, batch, window }: Workload): Experiment {
  return parseExperiment({ cell, hidden, layers, batch, window, optimizer: 'adam', learningRate: 0.001, clip: 5, validation: 0 });
}

export function randomText(vocabulary: number): string {
  const first = 'A'.charCodeAt(0);
  return Array.from(randomTokens(CHARACTERS, vocabulary), (token) => String.fromCharCode(first + token)).join('');
}
