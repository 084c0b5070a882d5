/** Back-pressure, with a host that takes as long as the test wants. */
import assert from 'node:assert/strict';
import type { MetricEvent } from '../../src/engine/trainingEvent';
import { ProgressChannel } from '../../src/server/progressChannel';
import { done, events, started, updated } from '../runs/events';

const rethrow = (problem: unknown) => {
  throw problem;
};

describe('progress channel', () => {
  it('sends the first event at once, the next when it is acknowledged, all of them in order', async () => {
    const batches: (readonly MetricEvent[])[] = [];
    let acknowledge = () => {};
    const channel = new ProgressChannel((batch) => {
      batches.push(batch);
      return new Promise((resolve) => {
        acknowledge = resolve;
      });
    }, rethrow);
    const told = [...events(20), done(20)];
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
    const batches: (readonly MetricEvent[])[] = [];
    let acknowledge = () => {};
    const channel = new ProgressChannel((batch) => {
      batches.push(batch);
      return batches.length > 1 ? Promise.resolve() : new Promise((resolve) => (acknowledge = resolve));
    }, rethrow);
    channel.push(started());
    for (let update = 1; update <= 50_000; update++) channel.push(updated(update));
    channel.push(done(50_000));
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
    channel.push(started());
    channel.push(done(1));
    await channel.drained();
    assert.equal(reported.length, 2);
  });
});
