import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Example } from '../../../src/engine/data/example';
import { RowBatches } from '../../../src/engine/data/rowBatches';

/** A source and a target of these lengths, whose numbers tell which row they are of. */
function example(row: number, source: number, target: number): Example {
  const decoder = Uint32Array.from({ length: target }, () => row + 1);
  return { source: Uint32Array.from({ length: source }, (_, t) => 100 * row + t + 1), decoder, targets: Int32Array.from(decoder) };
}

const rows = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 })), { minLength: 1, maxLength: 40 })
  .map((lengths) => lengths.map(([source, target], row) => example(row, source, target)));

describe('batches of rows', () => {
  it('have each row once in each epoch, whole, padded at its end, in a graph it fits', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), fc.nat(), (examples, batch, seed) => {
        const batches = new RowBatches(examples, batch, seed);
        assert.ok(batches.sizes.length <= 4);
        for (const epoch of [0, 1]) {
          const seen: number[] = [];
          for (let k = 0; k < batches.perEpoch; k++) {
            const update = epoch * batches.perEpoch + k;
            const { feed, predicted } = batches.get(update);
            const size = batches.sizes[batches.sizeOf(update)];
            assert.ok(size);
            const { batch: B, window: T } = size;
            let real = 0;
            for (let b = 0; b < B; b++) {
              const column = (name: string) => Array.from(feed[name] ?? []).filter((_, index) => index % B === b);
              const source = column('tokens').filter((_, t) => column('mask')[t] === 1);
              const row = examples[((source[0] as number) - 1) / 100] as Example;
              assert.equal(column('mask').length, T);
              assert.deepEqual(source, [...(row.source ?? [])]);
              const counted = column('weights').filter((weight) => weight > 0).length;
              real += counted;
              if (counted === 0) continue;
              seen.push(examples.indexOf(row));
              assert.equal(counted, row.targets.length);
              assert.deepEqual(column('targets').slice(0, counted), [...row.targets]);
              assert.deepEqual(column('decoder.tokens').slice(0, counted), [...(row.decoder ?? [])]);
            }
            assert.equal(real, predicted);
            const weight = (feed.weights as Float32Array).reduce((sum, each) => sum + each, 0);
            assert.ok(Math.abs(weight - 1) < 1e-5);
          }
          assert.deepEqual(
            seen.sort((a, b) => a - b),
            [...examples.keys()],
          );
        }
      }),
    );
  });

  it('come in an order that seed and epoch decide, and nothing else', () => {
    const examples = Array.from({ length: 60 }, (_, row) => example(row, 1 + (row % 12), 1));
    const order = (seed: number, epoch: number) => {
      const batches = new RowBatches(examples, 4, seed);
      return Array.from({ length: batches.perEpoch }, (_, k) => [...(batches.get(epoch * batches.perEpoch + k).feed.tokens ?? [])]);
    };
    assert.deepEqual(order(1, 3), order(1, 3));
    assert.notDeepEqual(order(1, 3), order(1, 4));
    assert.notDeepEqual(order(1, 3), order(2, 3));
    const batches = new RowBatches(examples, 4, 1);
    const late = batches.get(5 * batches.perEpoch);
    batches.get(0);
    assert.deepEqual(batches.get(5 * batches.perEpoch), late);
  });

  it('are mixed whatever their length; in a run of version 0.1.0 they come in the runs in which they came', () => {
    const examples = Array.from({ length: 640 }, (_, row) => example(row, 2 + 20 * (row % 4), 1));
    const longestRun = (chance?: 1 | 2) => {
      const batches = new RowBatches(examples, 4, 1, chance);
      assert.equal(batches.sizes.length, 4);
      let [longest, run] = [0, 0];
      for (let update = 0; update < batches.perEpoch; update++) {
        run = update > 0 && batches.sizeOf(update) === batches.sizeOf(update - 1) ? run + 1 : 1;
        longest = Math.max(longest, run);
      }
      return longest;
    };
    assert.ok(longestRun() < 8, `${longestRun()} batches of one length follow each other`);
    assert.ok(longestRun(1) >= 8);
  });

  it('are launched together only where they have one size', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (examples, seed) => {
        const batches = new RowBatches(examples, 3, seed);
        for (let update = 0; update < batches.perEpoch; ) {
          const count = batches.together(update);
          assert.ok(count >= 1);
          for (let k = 1; k < count; k++) assert.equal(batches.sizeOf(update + k), batches.sizeOf(update));
          update += count;
          assert.ok(update <= batches.perEpoch);
        }
      }),
    );
  });

  it('leave out of the loss what the network cannot say', () => {
    const batches = new RowBatches([{ source: Uint32Array.of(1, 2), targets: Int32Array.of(-1) }], 1);
    const { feed, predicted } = batches.get(0);
    assert.equal(predicted, 0);
    assert.deepEqual([...(feed.weights ?? [])], [0]);
  });
});
