/** nn.RNN, nn.GRU, nn.LSTM and torch.optim against our cells and optimizers, on the numbers that generate.py wrote. */
import assert from 'node:assert/strict';
import { sourceOf } from '../../src/engine/cell/cellSources';
import { withBothBiases } from '../../src/engine/checkpoint/bothBiases';
import { exportPyTorch, importPyTorch } from '../../src/engine/checkpoint/interchange';
import { decodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { goldenBackends } from './goldenBackends';
import { near, readGolden, swapped } from './goldenNumbers';
import { carried, curveOf, oneUpdate, shapeOf } from './goldenRun';

const MODELS = {
  'rnn-1': { cell: 'rnn', layers: 1 },
  'rnn-2': { cell: 'rnn', layers: 2 },
  'rnn-relu-1': { cell: 'rnn-relu', layers: 1 },
  'gru-pytorch-1': { cell: 'gru-pytorch', layers: 1 },
  'gru-pytorch-2': { cell: 'gru-pytorch', layers: 2 },
  'lstm-1': { cell: 'lstm', layers: 1 },
  'lstm-2': { cell: 'lstm', layers: 2 },
  'lstm-embedding': { cell: 'lstm', layers: 2, embedding: 4 },
};

for (const { name: device, open, one, many } of goldenBackends) {
  describe(`PyTorch on ${device}`, () => {
    const backend = open();
    after(async () => (await backend).dispose());

    for (const [model, sizes] of Object.entries(MODELS)) {
      const golden = readGolden(model);
      const weights = decodeSafetensors(golden.weights).tensors;
      const experiment = { ...sizes, hidden: 7 };
      const shape = shapeOf(experiment);
      const twice = shapeOf({ ...experiment, cellSource: withBothBiases(sourceOf(parseExperiment(experiment))) });

      it(`${model}: logits, loss, every gradient and the final state agree to ${one}`, async () => {
        const found = await oneUpdate(await backend, twice, importPyTorch(weights, twice), golden);
        near(found.logits, swapped(golden.of('logits')).data, one, 'logits');
        near([found.loss], golden.of('loss').data, one, 'loss');
        near([found.gradNorm], golden.of('gradNorm').data, one, 'norm of the gradient');
        for (const [slot, expected] of Object.entries(carried(twice, golden, 'final', 3))) near(found.final[slot], expected, one, slot);
        const gradients = exportPyTorch(found.gradients, twice);
        assert.deepEqual([...gradients.keys()].sort(), [...golden.gradients.keys()].sort());
        for (const [name, { data }] of gradients) near(data, golden.gradients.get(name)?.data, one, `gradient of ${name}`);
      });

      it(`${model}: so does the cell with one bias for PyTorch's two`, async () => {
        const found = await oneUpdate(await backend, shape, importPyTorch(weights, shape), golden);
        near(found.logits, swapped(golden.of('logits')).data, one, 'logits');
        const gradients = exportPyTorch(found.gradients, shape);
        for (const [name, { data }] of gradients)
          if (!name.includes('bias_hh')) near(data, golden.gradients.get(name)?.data, one, `gradient of ${name}`);
      });

      for (const { name: curve, settings, losses, norms } of golden.curves) {
        it(`${model}: ten updates with ${curve} agree to ${many}`, async () => {
          const found = await curveOf(await backend, { ...experiment, ...settings, updates: losses.length }, golden.weights);
          near(found.losses, losses, many, 'losses');
          near(found.norms, norms, many, 'norms of the gradients');
        });
      }
    }
  });
}
