/** What is held out of a running text is judged as `score` judges it, given the text before it; of infill, as one graph of all of it does. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { openModel, score } from '../../../src/engine/abilities';
import { readCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { textMaterial } from '../../../src/engine/data/material';
import { stretchesOf } from '../../../src/engine/data/stretches';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';
import { surprise } from '../../../src/engine/infer/distribution';
import type { Model } from '../../../src/engine/model/model';
import { forward } from '../../../src/engine/model/network';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { toSlots } from '../../../src/engine/model/parameters';
import { infillColumns } from '../../../src/engine/tasks/infill/data';
import { openDataset } from '../../../src/engine/tasks/openDataset';
import { TextValidator } from '../../../src/engine/train/textValidator';
import { modelOf, VERSE } from '../tasks/modelOf';
import { running, trainOnce } from '../trainOnce';

const small: ExperimentOptions = {
  hidden: 6,
  batch: 4,
  window: 16,
  learningRate: 0.05,
  updates: 30,
  validateEvery: 30,
  schedule: 'constant',
};
const near = (one: number, other: number) => assert.ok(Math.abs(one - other) < 1e-6, `${one} is not ${other}`);
const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe('the validation of a running text', function () {
  this.timeout(30_000);

  for (const options of [
    { cell: 'lstm', layers: 2 },
    { cell: 'gru', embedding: 5 },
    { cell: 'rnn', validation: 0.4 },
    { cell: 'gru', batch: 32, window: 100, validation: 0.01 },
  ] satisfies ExperimentOptions[])
    it(`is what score says of it, given the text before it (${JSON.stringify(options)})`, async () => {
      const { of, last } = await trainOnce({ ...small, ...options }, VERSE);
      const loss = of('validation').at(-1)?.loss as number;
      const model = await openModel(last.bytes, openReference());
      const heldOut = Math.floor(VERSE.length * readCheckpoint(last.bytes).experiment.validation);
      const { perCharacter } = await score(model, VERSE, running);
      near(loss, meanOf(perCharacter.slice(-heldOut).map(({ nats }) => nats)));
      model.dispose();
    });

  it('is so where it is read in stretches side by side, too', async () => {
    const text = VERSE.repeat(3);
    const model = await modelOf({ cell: 'lstm' }, text);
    const { validation } = openDataset({ ...model.experiment, validation: 0.7 }, textMaterial(text));
    assert.ok(validation?.kind === 'text');
    const stretches = stretchesOf(validation, 200, 130);
    assert.equal(stretches.judged.length, 6);
    const { perCharacter } = await score(model, text, running);
    const truth = meanOf(perCharacter.slice(validation.from).map(({ nats }) => nats));
    near(await judged(model, await TextValidator.open(model.shape, validation, model.backend, stretches)), truth);
    const cold = await judged(model, await TextValidator.open(model.shape, validation, model.backend, stretchesOf(validation, 0, 130)));
    assert.ok(Math.abs(cold - truth) > 1e-4, 'without a run-in it is not');
    model.dispose();
  });

  for (const bidirectional of ['concat', 'sum'] as const)
    it(`of an infill model is that of all of the text in one graph (${bidirectional}), in one stretch and in several`, async () => {
      const model = await modelOf({ task: 'infill', bidirectional, layers: 2 }, VERSE);
      const { tokens } = model.vocabulary.encode(VERSE);
      const from = 150;
      const columns = infillColumns(tokens, model.vocabulary);
      const truth = meanOf((await natsInOneGraph(model, columns)).slice(from));
      for (const [runIn, shortest] of [
        [1000, 1000],
        [200, 90],
      ] as const) {
        const text = { columns, from, unknown: new Set<number>() };
        near(await judged(model, await TextValidator.open(model.shape, text, model.backend, stretchesOf(text, runIn, shortest))), truth);
      }
      model.dispose();
    });

  it('judges each character once, whatever the text, and reads it as it stands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(299),
        fc.nat(50),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (length, start, runIn, shortest, both) => {
          const from = start % length;
          const targets = Uint32Array.from({ length }, (_, position) => position + 1);
          const stretches = stretchesOf({ columns: both ? { targets, after: targets } : { targets }, from }, runIn, shortest);
          const { targets: rows, mask } = stretches.feed();
          const many = stretches.judged.length;
          const at = (row: number, t: number) => (rows?.[t * many + row] as number) - 1;
          const positions = stretches.judged.flatMap(({ from: first, to }, row) =>
            Array.from({ length: to - first }, (_, k) => at(row, first + k)),
          );
          assert.deepEqual(
            positions,
            Array.from({ length: length - from }, (_, k) => from + k),
          );
          for (const [row, { from: first, to }] of stretches.judged.entries()) {
            assert.equal(first, Math.min(runIn, at(row, first)), 'as long a run-in as there is text');
            const read = Array.from({ length: stretches.length }, (_, t) => t).filter((t) => mask[t * many + row] === 1);
            assert.deepEqual(
              read.map((t) => at(row, t)),
              read.map((t) => at(row, 0) + t),
            );
            assert.equal(read.length, both ? Math.min(length - at(row, 0), to + runIn) : to);
          }
        },
      ),
    );
  });
});

async function judged(model: Model, validator: TextValidator): Promise<number> {
  const judgement = await validator.judge(toSlots(parameterSlots(model.shape), model.weights), running);
  validator.dispose();
  return judgement?.loss as number;
}

async function natsInOneGraph(
  { shape, weights, backend }: Model,
  { targets, ...read }: ReturnType<typeof infillColumns>,
): Promise<number[]> {
  const builder = new GraphBuilder();
  builder.output('logits', forward(builder, shape, { batch: 1, window: targets.length }).logits);
  const executable = await backend.compile(builder.build());
  executable.write(toSlots(parameterSlots(shape), weights));
  const [outputs] = await executable.run([{ tokens: Float32Array.from(read.tokens), after: Float32Array.from(read.after) }]);
  executable.dispose();
  const logits = outputs?.logits as Float64Array;
  return Array.from(targets, (target, t) => surprise(logits.subarray(t * shape.targets, (t + 1) * shape.targets), target));
}
