/** Back-pressure, with a host that takes as long as the test wants. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunEvent } from '../../src/protocol/runState';
import { ProgressChannel, thinUpdates } from '../../src/server/progressChannel';
import { done, events, numbered, started, updated } from '../runs/events';

const rethrow = (problem: unknown) => {
  throw problem;
};

describe('progress channel', () => {
  it('sends the first event at once, the next when it is acknowledged, all of them in order', async () => {
    const batches: (readonly RunEvent[])[] = [];
    let acknowledge = () => {};
    const channel = new ProgressChannel((batch) => {
      batches.push(batch);
      return new Promise((resolve) => {
        acknowledge = resolve;
      });
    }, rethrow);
    const told = numbered([...events(20), done(20)]);
    for (const event of told) channel.push(event);
    assert.deepEqual(batches, [told.slice(0, 1)]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(batches.length, 1);
    acknowledge();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual(batches, [told.slice(0, 1), told.slice(1)]);
    acknowledge();
    await channel.drained();
  });

  it('thins what waits for a host that does not answer', async () => {
    const batches: (readonly RunEvent[])[] = [];
    let acknowledge = () => {};
    const channel = new ProgressChannel((batch) => {
      batches.push(batch);
      return batches.length > 1 ? Promise.resolve() : new Promise((resolve) => (acknowledge = resolve));
    }, rethrow);
    const updates = Array.from({ length: 50_000 }, (_, k) => updated(k + 1));
    for (const event of numbered([started(), ...updates, done(50_000)])) channel.push(event);
    acknowledge();
    await channel.drained();
    const [, waited = []] = batches;
    assert.ok(waited.length < 4_100);
    assert.equal(waited.at(-1)?.kind, 'done');
    assert.ok(waited.every((event, index) => event.update >= (waited[index - 1]?.update ?? 0)));
  });

  it('reports what the host could not take, and goes on', async () => {
    const reported: unknown[] = [];
    const channel = new ProgressChannel(
      () => Promise.reject(new Error('no')),
      (problem) => reported.push(problem),
    );
    for (const event of numbered([started(), done(1)])) channel.push(event);
    await channel.drained();
    assert.equal(reported.length, 2);
  });

  it('thins evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 100 }), (count, most) => {
        const kept = thinUpdates(
          Array.from({ length: count }, (_, k) => updated(k + 1)),
          most,
        ).map((event) => event.update);
        const gaps = kept.slice(1).map((update, k) => update - (kept[k] as number));
        assert.ok(kept.length <= most && new Set(gaps).size <= 1 && kept.at(-1) === count);
      }),
    );
  });
});
