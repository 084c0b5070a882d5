// Whatever way a stream of events is cut into a history and overlapping progress, the panel gets each event once, in order.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NewEvents } from '../../src/host/panels/newEvents';
import type { MetricEvent } from '../../src/protocol/engineProtocol';

const figures = { epoch: 0, loss: 1, gradNorm: 1, clipped: false, learningRate: 1, charsPerSecond: 1, elapsed: 1 };
const update = (at: number): MetricEvent => ({ kind: 'update', update: at, ...figures });
const validation = (at: number): MetricEvent => ({ kind: 'validation', update: at, loss: 1, best: true });
/** A task may draw several at one update. */
const samples = (at: number, count: number): MetricEvent[] =>
  Array.from({ length: count }, (_, n) => ({ kind: 'sample', update: at, prompt: `source ${n}`, text: '' }));

const streams = fc
  .array(fc.tuple(fc.boolean(), fc.nat(3)), { maxLength: 20 })
  .map((steps) =>
    steps.flatMap(([validated, sampled], at) => [update(at), ...(validated ? [validation(at)] : []), ...samples(at, sampled)]),
  );

describe('the events that a panel gets', () => {
  it('are each one, once, in order', () => {
    fc.assert(
      fc.property(streams, fc.nat(100), fc.nat(100), (stream, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const events = new NewEvents();
        assert.deepEqual([...events.take(stream.slice(0, to)), ...events.take(stream.slice(from))], stream);
      }),
    );
  });

  it('go back with a run that is resumed from a checkpoint', () => {
    const events = new NewEvents();
    events.take([update(1), update(2), update(3)]);
    const started = { kind: 'started', update: 2 } as MetricEvent;
    assert.deepEqual(events.take([started, update(3)]), [started, update(3)]);
  });
});
