/** The lecture's own code, with autograd, against our cells of the same equations: our names, and X @ W turned into W x. */
import assert from 'node:assert/strict';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import { goldenBackends } from './goldenBackends';
import { near, readGolden, swapped } from './goldenNumbers';
import { carried, curveOf, oneUpdate, shapeOf } from './goldenRun';
import { LECTURE_NAMES, ours } from './lectureNames';

for (const { name: device, open, one, many } of goldenBackends) {
  describe(`the lecture on ${device}`, () => {
    const backend = open();
    after(async () => (await backend).dispose());

    for (const cell of Object.keys(LECTURE_NAMES)) {
      const golden = readGolden(`lecture-${cell}`);
      const experiment = { cell, hidden: 7 };
      const renamed = (tensors: ReadonlyMap<string, Tensor>) =>
        new Map([...tensors].map(([name, tensor]) => [ours(cell, name), tensor.shape.length === 2 ? swapped(tensor) : tensor]));
      const weights = renamed(decodeSafetensors(golden.weights).tensors);

      it(`${cell}: logits, loss, every gradient and the final state agree to ${one}`, async () => {
        const shape = shapeOf(experiment);
        const found = await oneUpdate(await backend, shape, weights, golden);
        near(found.logits, swapped(golden.of('logits')).data, one, 'logits');
        near([found.loss], golden.of('loss').data, one, 'loss');
        near([found.gradNorm], golden.of('gradNorm').data, one, 'norm of the gradient');
        for (const [slot, expected] of Object.entries(carried(shape, golden, 'final', 3))) near(found.final[slot], expected, one, slot);
        const gradients = renamed(golden.gradients);
        assert.deepEqual([...found.gradients.keys()].sort(), [...gradients.keys()].sort());
        for (const [name, { data }] of gradients) near(found.gradients.get(name)?.data, data, one, `gradient of ${name}`);
      });

      for (const { name: curve, settings, losses, norms } of golden.curves) {
        it(`${cell}: ten updates with ${curve} agree to ${many}`, async () => {
          const found = await curveOf(
            await backend,
            { ...experiment, ...settings, updates: losses.length },
            encodeSafetensors(weights, {}),
          );
          near(found.losses, losses, many, 'losses');
          near(found.norms, norms, many, 'norms of the gradients');
        });
      }
    }
  });
}
