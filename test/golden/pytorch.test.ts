/** nn.RNN, nn.GRU, nn.LSTM and torch.optim against our cells and optimizers, on the numbers that generate.py wrote. */
import assert from 'node:assert/strict';
import { exportPyTorch, importPyTorch } from '../../src/engine/checkpoint/interchange';
import { decodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { type Golden, near, readGolden, swapped } from './goldenNumbers';
import { carried, curveOf, oneUpdate, shapeOf } from './goldenRun';
import { goldenBackends } from './goldenBackends';

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
const HIDDEN = 7;

/** nn.LSTM to the letter: with the second bias, which is stepped like the first. */
const TWO_BIASES = `cell lstm
state h, c
i  = sigmoid(W_xi x + b_xi + W_hi h + b_hi)
f  = sigmoid(W_xf x + b_xf + W_hf h + b_hf)
g  = tanh(W_xc x + b_xc + W_hc h + b_hc)
o  = sigmoid(W_xo x + b_xo + W_ho h + b_ho)
c' = f * c + i * g
h' = o * tanh(c')
`;

for (const { name: device, open, one, many } of goldenBackends) {
  describe(`PyTorch on ${device}`, () => {
    const backend = open();
    after(async () => (await backend).dispose());

    for (const [model, { ...options }] of Object.entries(MODELS)) {
      const golden = readGolden(model);
      const experiment = { ...options, hidden: HIDDEN };

      it(`${model}: logits, loss, every gradient and the final state agree to ${one}`, async () => {
        const shape = shapeOf(experiment);
        const found = await oneUpdate(await backend, shape, importPyTorch(decodeSafetensors(golden.weights).tensors, shape), golden);
        near(found.logits, swapped(golden.of('logits')).data, one, 'logits');
        near([found.loss], golden.of('loss').data, one, 'loss');
        for (const [slot, expected] of Object.entries(carried(shape, golden, 'final', 3))) near(found.final[slot], expected, one, slot);
        const gradients = exportPyTorch(found.gradients, shape);
        for (const [name, { data }] of gradients) if (!name.includes('bias_hh')) near(data, golden.gradients.get(name)?.data, one, `gradient of ${name}`);
        if (options.cell === 'gru-pytorch') {
          for (let layer = 0; layer < options.layers; layer++) {
            const ofN = (data: ArrayLike<number>) => Array.from(data).slice(2 * HIDDEN);
            near(ofN(gradients.get(`rnn.bias_hh_l${layer}`)?.data ?? []), ofN(golden.gradients.get(`rnn.bias_hh_l${layer}`)?.data ?? []), one, 'gradient of b_hn');
          }
        }
      });

      for (const { name: curve, settings, losses, norms } of golden.curves.filter(({ name }) => name !== 'adam-two-biases')) {
        it(`${model}: ten updates with ${curve} agree to ${many}`, async () => {
          const found = await curveOf(await backend, { ...experiment, ...settings, updates: losses.length }, golden.weights);
          near(found.losses, losses, many, 'losses');
          near(found.norms, norms, many, 'norms of the gradients');
        });
      }
    }

    for (const model of ['lstm-1', 'lstm-2'] as const) {
      it(`${model} with both of PyTorch's biases written out trains exactly as nn.LSTM does`, async () => {
        const golden = readGolden(model);
        const experiment = { ...MODELS[model], hidden: HIDDEN, cellSource: TWO_BIASES };
        const { settings, losses, norms } = curveNamed(golden, 'adam-two-biases');
        const found = await curveOf(await backend, { ...experiment, ...settings, updates: losses.length }, golden.weights);
        near(found.losses, losses, many, 'losses');
        near(found.norms, norms, many, 'norms of the gradients');
        const shape = shapeOf(experiment);
        const { gradients, gradNorm } = await oneUpdate(await backend, shape, importPyTorch(decodeSafetensors(golden.weights).tensors, shape), golden);
        for (const [name, { data }] of exportPyTorch(gradients, shape)) near(data, golden.gradients.get(name)?.data, one, `gradient of ${name}`);
        near([gradNorm], golden.of('gradNorm').data, one, 'norm of the gradient');
      });
    }
  });
}

function curveNamed(golden: Golden, name: string) {
  const curve = golden.curves.find((each) => each.name === name);
  assert.ok(curve);
  return curve;
}
