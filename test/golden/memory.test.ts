/** Gradients back through a text against PyTorch's autograd through the lecture's own code. */
import { readFileSync } from 'node:fs';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { openTrace } from '../../src/engine/abilities';
import { decodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import { Vocabulary } from '../../src/engine/data/vocabulary';
import type { Model } from '../../src/engine/model/model';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { running } from '../engine/trainOnce';
import { goldenText, near, swapped } from './goldenNumbers';
import { shapeOf } from './goldenRun';
import { LECTURE_NAMES, ours } from './lectureNames';

const { tensors } = decodeSafetensors(readFileSync('test/golden/memory.safetensors'));

describe('gradients back through a text, and PyTorch', () => {
  for (const cell of Object.keys(LECTURE_NAMES)) {
    it(`${cell}: the norm at every earlier state agrees`, async () => {
      const stored = decodeSafetensors(readFileSync(`test/golden/lecture-${cell}/weights.safetensors`)).tensors;
      const weights = new Map(
        [...stored].map(([name, tensor]): [string, Tensor] => [ours(cell, name), tensor.shape.length === 2 ? swapped(tensor) : tensor]),
      );
      const { memory } = await openTrace(modelOf(cell, weights), goldenText, running);
      const last = [...goldenText].length - 1;
      const { lines } = await memory.gradientsBack({ from: last, to: last + 1, reach: last - 1 }, running);
      for (const { state, left, at } of lines)
        near(
          [...left].map((share) => share * (at[0] as number)),
          tensors.get(`${cell}.${state}`)?.data.toReversed(),
          1e-6,
          `${cell} ${state}`,
        );
    });
  }
});

function modelOf(cell: string, weights: Model['weights']): Model {
  const options = { cell, hidden: 7 };
  const symbols = [...new Set(goldenText)].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number));
  return {
    experiment: parseExperiment(options),
    shape: shapeOf(options),
    vocabulary: new Vocabulary(symbols),
    targets: symbols,
    labels: [],
    weights,
    backend: openReference(),
    keep: (_, open) => open(),
    dispose: () => undefined,
  };
}
