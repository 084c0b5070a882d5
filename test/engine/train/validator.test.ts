/** Validations of rows of which the network can say little, or nothing. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import type { Batch, Batches } from '../../../src/engine/data/batches';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { toSlots } from '../../../src/engine/model/parameters';
import { openDataset } from '../../../src/engine/tasks/openDataset';
import { BatchValidator } from '../../../src/engine/train/batchValidator';
import { modelOf, NAMES, rowsOf } from '../tasks/modelOf';
import { running } from '../trainOnce';

describe('a validation', () => {
  it('passes over a batch in which nothing is predicted, be it the first', async () => {
    const model = await modelOf({ task: 'classify' }, NAMES);
    const { train: batches } = openDataset({ ...model.experiment, inputDropout: 0 }, NAMES, model);
    const parameters = toSlots(parameterSlots(model.shape), model.weights);
    const lossOf = async (its: Batches) => {
      const validator = await BatchValidator.open(model.shape, its, openReference(), 'accuracy', model.targets);
      const judgement = await validator.judge(parameters, running);
      validator.dispose();
      return judgement?.loss as number;
    };
    const unsaid = ({ feed, ...batch }: Batch): Batch => ({
      ...batch,
      predicted: 0,
      feed: { ...feed, weights: new Float32Array(feed.weights?.length ?? 0) },
    });
    const withUnsaid: Batches = {
      sizes: batches.sizes,
      perEpoch: 3,
      get: (update) => (update === 1 ? batches.get(0) : unsaid(batches.get(0))),
      sizeOf: () => batches.sizeOf(0),
      together: () => 1,
    };
    const alone: Batches = { ...withUnsaid, perEpoch: 1, get: () => batches.get(0) };
    assert.equal(await lossOf(withUnsaid), await lossOf(alone));
    model.dispose();
  });

  it('is not made where all that was held out is strange, and that is said', async () => {
    const model = await modelOf({ task: 'classify' }, NAMES);
    const strange = rowsOf(...['anna', 'otto', 'anya', 'ivan'].map((name) => [name, 'Martian'] as const), ['olga', 'Russian']);
    const data = openDataset({ ...model.experiment, validation: 0.5 }, strange, model);
    assert.equal(data.validation, undefined);
    assert.match(data.notes.join(' '), /nothing of what was held out/);
    model.dispose();
  });
});
