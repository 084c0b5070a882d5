import assert from 'node:assert/strict';
import { lossText, magnitude, overfittingText, standingText, trainingText } from '../../src/host/views/trainingText';
import { duration } from '../../src/protocol/figures';
import { BEGUN, fold } from '../../src/protocol/runState';
import { numbered, started, updated, validated } from '../runs/events';

describe('figures of training, for people', () => {
  it('writes durations as clocks do', () => {
    assert.deepEqual([0, 5, 59.6, 80, 3599, 3600, 3723, -1].map(duration), [
      '0:00',
      '0:05',
      '1:00',
      '1:20',
      '59:59',
      '1:00:00',
      '1:02:03',
      '0:00',
    ]);
  });

  it('writes speeds in two or three figures', () => {
    assert.deepEqual([0, 870, 999.4, 999.6, 4100, 9949, 9951, 88_000, 999_600, 1.24e6].map(magnitude), [
      '0',
      '870',
      '999',
      '1.0k',
      '4.1k',
      '9.9k',
      '10k',
      '88k',
      '1.0M',
      '1.2M',
    ]);
  });

  it('tells small losses apart, and says when there is none', () => {
    assert.deepEqual([1.918, 0.1, 0.0123, Number.NaN, undefined].map(lossText), [
      'loss 1.92',
      'loss 0.10',
      'loss 0.012',
      'loss is not a number',
      'no loss yet',
    ]);
  });

  it('says loss, speed and time left in one line, and leaves out what is not known', () => {
    const latest = { ...updated(9, 1.92), charsPerSecond: 4100, remaining: 80 };
    assert.equal(trainingText({ ...BEGUN, latest }), 'loss 1.92 · 4.1k chars/s · 1:20 left');
    assert.equal(trainingText({ ...BEGUN, latest, best: { update: 5, loss: 1.65 } }), 'loss 1.65 held out · 4.1k chars/s · 1:20 left');
    assert.equal(trainingText({ ...BEGUN, latest: { ...updated(9, 1.92), charsPerSecond: 0 } }), 'loss 1.92');
  });

  it('tells how well the model that answers does, and since when it overfits', () => {
    const worse = [1.7, 1.75, 1.8, 1.85, 6.86].map((loss, at) => ({ ...validated(900 + at, loss), best: false }));
    const run = numbered([started(), updated(1), validated(800, 1.65), ...worse]).reduce(fold, BEGUN);
    assert.deepEqual([standingText(run), overfittingText(run)], ['loss 1.65 held out at update 800', 'overfitting since update 800']);
    const unheld = numbered([started(), updated(1, 1.918)]).reduce(fold, BEGUN);
    assert.deepEqual([standingText(unheld), overfittingText(unheld)], ['loss 1.92', undefined]);
    assert.equal(standingText(BEGUN), 'no loss yet');
  });
});
