/** What is shown of a trained model is what it computed while it trained; and dropout is for training only. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { openModel, score, trace } from '../../src/engine/abilities';
import type { Backend, Executable } from '../../src/engine/backend';
import type { CellProgram } from '../../src/engine/cell/cellProgram';
import { GraphBuilder } from '../../src/engine/graph/graphBuilder';
import { forward } from '../../src/engine/model/network';
import { parameterSlots } from '../../src/engine/model/parameterSlots';
import { toSlots } from '../../src/engine/model/parameters';
import { runOf, STILL, textOf } from './run';

const never = { stop: { aborted: false } };
const networks = fc.record({
  cell: fc.constantFrom('rnn', 'gru', 'gru-pytorch', 'lstm', 'sru', 'slstm'),
  layers: fc.integer({ min: 1, max: 3 }),
  hidden: fc.integer({ min: 1, max: 6 }),
  embedding: fc.constantFrom(0, 3),
  seed: fc.nat(1000),
  initializer: fc.constant('uniform:0.8'),
});

describe('seeing what was learned', () => {
  it('the trace of a text is the forward pass that trained on it', async () => {
    await fc.assert(
      fc.asyncProperty(networks, fc.integer({ min: 4, max: 20 }), async (network, length) => {
        const text = textOf(length, network.seed);
        const { last, losses } = await runOf(
          { ...network, batch: 1, window: length - 1, updates: 1, validation: 0, optimizer: 'sgd', learningRate: STILL },
          text,
        );
        const model = await openModel(last, openReference());
        const traced = await trace(model, text, never);
        const [cell] = model.shape.cells as [CellProgram];

        // The mean surprise, in bits, is the loss that training had.
        const bits = traced.surprise.subarray(1).reduce((sum, each) => sum + each, 0) / (length - 1);
        assert.ok(Math.abs(bits * Math.LN2 - (losses[0] as number)) < 1e-5);
        assert.ok(Number.isNaN(traced.surprise[0]));
        assert.ok(Math.abs((await score(model, text, never)).nats / (length - 1) - (losses[0] as number)) < 1e-12);

        // Every named activation is that of the graph that training builds, all steps at once.
        const builder = new GraphBuilder();
        forward(builder, model.shape, { batch: 1, window: length }).layers.forEach(({ layer, unrolled }) => {
          unrolled.steps.forEach((step, t) => {
            for (const { key } of cell.activations) builder.output(`${layer} ${key} ${t}`, step.get(key) as never);
          });
        });
        const executable = await openReference().compile(builder.build());
        executable.write(toSlots(parameterSlots(model.shape), model.weights));
        const [found] = await executable.run([{ tokens: Float32Array.from(model.vocabulary.encode(text).tokens) }]);
        for (const { layer, activations } of traced.layers) {
          assert.deepEqual(
            activations.map(({ equation }) => equation).sort(),
            cell.activations.map(({ name, equation }) => `${name} = ${equation}`).sort(),
          );
          for (const { equation, values } of activations) {
            const key = cell.activations.find(({ name }) => equation.startsWith(`${name} =`))?.key;
            for (let t = 0; t < length; t++) {
              const expected = Float32Array.from(found?.[`${layer} ${key} ${t}`] ?? []);
              assert.deepEqual(values.slice(t * network.hidden, (t + 1) * network.hidden), expected, `${equation} at ${t}`);
            }
          }
          assert.deepEqual(
            [...(traced.layers[layer]?.order ?? [])].sort((a, b) => a - b),
            Array.from({ length: network.hidden }, (_, unit) => unit),
          );
        }
        model.dispose();
      }),
      { numRuns: 10 },
    );
  });

  it('a prediction is a distribution, and what follows is one of its outcomes', async () => {
    const text = textOf(40, 5, 4);
    const { last } = await runOf({ cell: 'gru', hidden: 5, updates: 5, batch: 2, window: 6 }, text);
    const model = await openModel(last, openReference());
    const { predictions, surprise } = await trace(model, text, never);
    predictions.forEach((alternatives, t) => {
      assert.equal(alternatives.length, 4);
      assert.ok(Math.abs(alternatives.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-12);
      assert.ok(alternatives.every(({ probability }, k) => k === 0 || probability <= (alternatives[k - 1]?.probability ?? 0)));
      const next = alternatives.find(({ symbol }) => symbol === text[t + 1]);
      if (t + 1 < text.length) assert.ok(Math.abs(-Math.log2(next?.probability ?? 0) - (surprise[t + 1] as number)) < 1e-5);
    });
    model.dispose();
  });

  it('dropout changes training and nothing else', async () => {
    const text = textOf(200, 8);
    const options = {
      cell: 'lstm',
      hidden: 6,
      layers: 2,
      batch: 2,
      window: 5,
      updates: 12,
      validateEvery: 4,
      validation: 0.2,
      optimizer: 'sgd',
      learningRate: STILL,
    } as const;
    const [without, withDropout] = [await runOf(options, text), await runOf({ ...options, dropout: 0.5 }, text)];
    assert.equal(without.validations.length, 3);
    assert.deepEqual(withDropout.validations, without.validations);
    for (const [k, loss] of withDropout.losses.entries()) assert.notEqual(loss, without.losses[k]);
    const samples = ({ events }: typeof without) => events.filter(({ kind }) => kind === 'sample');
    assert.deepEqual(samples(withDropout), samples(without));
  });

  it('dropout zeroes its share and scales the rest, so that the mean stays', async () => {
    const masks: number[] = [];
    const reference = openReference();
    const watched: Backend = {
      ...reference,
      compile: async (graph) => {
        const executable = await reference.compile(graph);
        const run: Executable['run'] = (feeds) => {
          for (const feed of feeds) masks.push(...(feed['dropout.0'] ?? []));
          return executable.run(feeds);
        };
        return {
          ...executable,
          run,
          write: (state) => executable.write(state),
          read: (names) => executable.read(names),
          dispose: () => executable.dispose(),
        };
      },
    };
    await runOf({ cell: 'mingru', hidden: 10, layers: 2, batch: 10, window: 10, updates: 10, dropout: 0.3 }, textOf(1000, 8), {}, watched);
    assert.equal(masks.length, 10 * 10 * 10 * 10);
    assert.deepEqual([...new Set(masks)].sort(), [0, Math.fround(1 / 0.7)]);
    const share = masks.filter((mask) => mask === 0).length / masks.length;
    assert.ok(Math.abs(share - 0.3) < 5 * Math.sqrt((0.3 * 0.7) / masks.length), `${share} is not 0.3`);
  });
});
