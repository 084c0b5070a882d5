/** Truncated backpropagation through time: what the window cuts, and what it must not. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openReference } from '../../src/backends/reference/referenceBackend';
import { openModel, score } from '../../src/engine/abilities';
import { type Checkpoint, writeCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import type { Tensor } from '../../src/engine/checkpoint/tensor';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { runOf, STILL, textOf } from './run';

const networks = fc.record({
  cell: fc.constantFrom('rnn', 'gru', 'lstm', 'slstm'),
  layers: fc.integer({ min: 1, max: 2 }),
  hidden: fc.integer({ min: 1, max: 4 }),
  embedding: fc.constantFrom(0, 3),
  seed: fc.nat(1000),
  initializer: fc.constant('uniform:0.8'),
});

describe('truncated backpropagation through time', () => {
  it('with a window as long as the text is full backpropagation: the slope of what score() says', async () => {
    await fc.assert(
      fc.asyncProperty(networks, fc.integer({ min: 3, max: 20 }), async (network, length) => {
        const text = textOf(length, network.seed);
        const options = { ...network, batch: 1, window: length - 1, validation: 0 };
        const start = (await runOf({ ...options, updates: 1, optimizer: 'sgd', learningRate: STILL }, text)).final;
        const direction = await stepOf(options, text); // −gradient: downhill
        const meanNats = async (distance: number) => {
          const model = await openModel(writeCheckpoint(moved(start, direction, distance)), openReference());
          const { nats, characters } = await score(model, text, { stop: { aborted: false } });
          model.dispose();
          return nats / characters;
        };
        const slope = ((await meanNats(1e-5)) - (await meanNats(-1e-5))) / 2e-5;
        const squared = [...direction.values()].flatMap(({ data }) => [...data]).reduce((sum, value) => sum + value * value, 0);
        assert.ok(Math.abs(slope + squared) <= 1e-6 * Math.max(1, squared), `slope ${slope}, −‖g‖² ${-squared}`);
      }),
      { numRuns: 8 },
    );
  });

  it('with a shorter window is something else', async () => {
    const text = textOf(17, 3);
    const options: ExperimentOptions = { cell: 'rnn', hidden: 4, initializer: 'uniform:0.8', batch: 1, validation: 0 };
    const full = await stepOf({ ...options, window: 16 }, text);
    const parts = await Promise.all([1, 2, 3, 4].map((updates) => stepOf({ ...options, window: 4 }, text, updates)));
    const recurrent = (step: ReadonlyMap<string, Tensor>) => [...(step.get('layers.0.W_hh')?.data ?? [])];
    const mean = recurrent(full).map((_, k) => parts.reduce((sum, part) => sum + (recurrent(part)[k] as number), 0) / 4);
    assert.ok(recurrent(full).some((value, k) => Math.abs(value - (mean[k] as number)) > 1e-3));
    const head = (step: ReadonlyMap<string, Tensor>) => [...(step.get('head.bias')?.data ?? [])]; // nothing flows back in time to it
    for (const [k, value] of head(full).entries()) {
      assert.ok(Math.abs(value - parts.reduce((sum, part) => sum + (head(part)[k] as number), 0) / 4) < 1e-12);
    }
  });

  it('carries the state: windows one after another are one long pass', async () => {
    await fc.assert(
      fc.asyncProperty(
        networks,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 4 }),
        async (network, batch, window, windows) => {
          const text = textOf(batch * window * windows + 1, network.seed);
          const still: ExperimentOptions = { ...network, batch, validation: 0, optimizer: 'sgd', learningRate: STILL };
          const short = await runOf({ ...still, window, updates: windows }, text);
          const long = await runOf({ ...still, window: window * windows, updates: 1 }, text);
          const mean = short.losses.reduce((sum, loss) => sum + loss, 0) / windows;
          assert.ok(Math.abs(mean - (long.losses[0] as number)) < 1e-12, `${mean} and ${long.losses[0]}`);
          for (const [name, { data }] of long.final.tensors) {
            for (const [k, value] of data.entries())
              assert.ok(Math.abs(value - (short.final.tensors.get(name)?.data[k] as number)) < 1e-12, name);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('forgets the state at the start of each epoch', async () => {
    const { losses } = await runOf(
      { cell: 'gru', hidden: 3, batch: 2, window: 3, updates: 12, validation: 0, optimizer: 'sgd', learningRate: STILL },
      textOf(25, 9),
    );
    assert.equal(losses.length, 12);
    for (const [k, loss] of losses.entries()) assert.equal(loss, losses[k % 4]);
    assert.equal(new Set(losses).size, 4);
  });
});

/** By how much one step of plain gradient descent with η = 1 moves each weight, in the `updates`th window at the initial weights. */
async function stepOf(options: ExperimentOptions, text: string, updates = 1): Promise<ReadonlyMap<string, Tensor>> {
  const sgd = { ...options, optimizer: 'sgd', schedule: 'constant', clip: 0 } as const;
  const before = await runOf({ ...sgd, updates, learningRate: STILL }, text);
  const resumed = updates === 1 ? {} : { resume: (await runOf({ ...sgd, updates: updates - 1, learningRate: STILL }, text)).last };
  const after = await runOf({ ...sgd, updates, learningRate: 1 }, text, resumed);
  return new Map(
    [...after.final.tensors]
      .filter(([name]) => !name.startsWith('carry.'))
      .map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map((value, k) => value - (before.final.tensors.get(name)?.data[k] as number)) },
      ]),
  );
}

function moved(checkpoint: Checkpoint, direction: ReadonlyMap<string, Tensor>, distance: number): Checkpoint {
  const tensors = new Map(checkpoint.tensors);
  for (const [name, { shape, data }] of direction) {
    tensors.set(name, { shape, data: data.map((value, k) => (checkpoint.tensors.get(name)?.data[k] as number) + distance * value) });
  }
  return { ...checkpoint, tensors };
}
