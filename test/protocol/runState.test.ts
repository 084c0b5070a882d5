/** One fold of a run's events: in whatever pieces they come, and whoever joins late. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { MetricEvent, Updated, Validated } from '../../src/engine/trainingEvent';
import { extend, MOST_UPDATES, NO_CURVE } from '../../src/protocol/runCurve';
import { after, BEGUN, fold, foldNew, lossOfAnswers, type RunEvent } from '../../src/protocol/runState';
import { done, events, numbered, sampled, started, updated, validated } from '../runs/events';

const held = (update: number, loss: number, best: boolean): Validated => ({ ...validated(update, loss), best });
const stateOf = (told: readonly MetricEvent[]) => numbered(told).reduce(fold, BEGUN);

describe('how a run stands', () => {
  it('is the same for who was there from the start and for who joined at any moment, with events that overlap', () => {
    const told = numbered([...events(30), started(15), updated(16), held(20, 3, false), sampled(20), done(20)]);
    const whole = told.reduce(fold, BEGUN);
    const curve = extend(NO_CURVE, told);
    fc.assert(
      fc.property(fc.nat(told.length), fc.nat(told.length), fc.array(fc.nat(told.length), { maxLength: 5 }), (joined, from, cuts) => {
        const state = told.slice(0, joined).reduce(fold, BEGUN);
        const drawn = extend(NO_CURVE, told.slice(0, joined));
        const live = told.slice(Math.min(from, joined)); // The last ones of the history come again.
        const batches = [...new Set([0, ...cuts, live.length])].sort((a, b) => a - b);
        const inBatches = <T>(start: T, step: (at: T, batch: readonly RunEvent[]) => T) =>
          batches.slice(1).reduce((at, end, index) => step(at, live.slice(batches[index], end)), start);
        assert.deepEqual(inBatches(state, foldNew), whole);
        assert.deepEqual(
          inBatches(drawn, (at, batch) => extend(at, after(at.seq, batch))),
          curve,
        );
      }),
    );
  });

  it('tells the loss of the model that answers: the best, whatever came later', () => {
    const state = stateOf([started(), updated(1), held(1, 2, true), held(2, 1.5, true), held(3, 1.9, false), updated(3, 1.1)]);
    assert.deepEqual([state.best?.update, state.validation?.loss], [2, 1.9]);
    assert.deepEqual(lossOfAnswers(state), { loss: 1.5, heldOut: true, update: 2 });
    assert.deepEqual(lossOfAnswers(stateOf([started(), updated(7, 1.1)])), { loss: 1.1, heldOut: false, update: 7 });
    assert.equal(lossOfAnswers(BEGUN), undefined);
  });

  it('is overfitting when validation has been worse for long, and clearly; since its best', () => {
    const rising = (losses: readonly number[]) => [
      started(),
      held(800, 1.65, true),
      ...losses.map((loss, at) => held(800 + 100 * (at + 1), loss, false)),
    ];
    assert.equal(stateOf(rising([1.7, 1.75, 1.8, 1.85])).overfittingSince, undefined, 'not yet for long');
    assert.equal(stateOf(rising([1.7, 1.75, 1.8, 1.85, 1.9])).overfittingSince, 800);
    assert.equal(stateOf(rising([1.66, 1.65, 1.67, 1.66, 1.67])).overfittingSince, undefined, 'a plateau');
    assert.equal(stateOf([...rising([1.7, 1.75, 1.8, 1.85, 1.9]), held(1500, 1.6, true)]).overfittingSince, undefined, 'better again');
    assert.equal(stateOf(rising([1.7, 1.75, 1.8, 1.85, Number.NaN])).overfittingSince, 800);
  });

  it('forgets what came after the checkpoint that is gone on from', () => {
    const state = stateOf([started(), updated(10), held(10, 2, true), updated(20), held(20, 1, true), done(20, 'stopped'), started(10)]);
    assert.deepEqual(
      [state.status, state.update, state.best, state.latest, state.message],
      ['training', 10, undefined, undefined, undefined],
    );
  });
});

describe('the curve of a run', () => {
  const long = (count: number, clipped: (update: number) => boolean) =>
    extend(NO_CURVE, numbered(Array.from({ length: count }, (_, k): Updated => ({ ...updated(k + 1), clipped: clipped(k + 1) }))));

  it('is bounded and even, also where every update was clipped, validated and drew a sample', () => {
    for (const clipped of [() => true, () => false, (update: number) => update % 977 === 0]) {
      const { updates, stride } = long(123_456, clipped);
      assert.ok(updates.length <= MOST_UPDATES && updates.length > MOST_UPDATES / 2, String(updates.length));
      const gaps = updates.slice(1).map(({ update }, at) => update - (updates[at] as Updated).update);
      assert.ok(gaps.every((gap) => gap < 2 * stride));
    }
    const many = numbered(Array.from({ length: 30_000 }, (_, k) => [held(k + 1, 1, k === 10), sampled(k + 1)]).flat());
    const { validations, samples } = extend(NO_CURVE, many);
    assert.ok(validations.length <= 2_000 && samples.length <= 400);
    assert.ok(
      validations.some(({ update, best }) => update === 11 && best),
      'the best stays',
    );
    assert.equal(samples.at(-1)?.update, 30_000);
  });

  it('keeps rare clipped updates, as many as there is room for', () => {
    const { updates } = long(50_000, (update) => update % 977 === 0);
    assert.equal(updates.filter(({ clipped }) => clipped).length, Math.floor(50_000 / 977));
  });

  it('counts all that were clipped, also of updates that it no longer draws, and takes back those that are trained again', () => {
    const clipsOf = ({ clips }: typeof NO_CURVE) => clips.reduce((sum, one) => sum + one, 0);
    const clipped = (update: number) => update % 3 === 0 || update > 100_000;
    const curve = long(123_456, clipped);
    assert.equal(clipsOf(curve), Array.from({ length: 123_456 }, (_, k) => k + 1).filter(clipped).length);
    assert.equal(curve.clips.length, curve.updates.length);
    const again = extend(
      long(900, () => true),
      [{ ...started(300), seq: 901 }],
    );
    assert.equal(clipsOf(again), 300);
  });

  it('is the same in whatever batches events come', () => {
    const told = numbered(events(12_000));
    let inSteps = NO_CURVE;
    for (let at = 0; at < told.length; at += 777) inSteps = extend(inSteps, told.slice(at, at + 777));
    assert.deepEqual(inSteps, extend(NO_CURVE, told));
  });

  it('keeps the latest confusion only', () => {
    const confusion = { labels: ['a'], counts: [[1]] };
    const { validations } = extend(NO_CURVE, numbered([1, 2, 3].map((update) => ({ ...held(update, 1, true), confusion }))));
    assert.deepEqual(
      validations.map((validation) => 'confusion' in validation),
      [false, false, true],
    );
  });
});
