import assert from 'node:assert/strict';
import { duration, lossText, magnitude, trainingText } from '../../src/host/views/trainingText';

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
    assert.equal(trainingText({ loss: 1.92, charsPerSecond: 4100, remaining: 80 }), 'loss 1.92 · 4.1k chars/s · 1:20 left');
    assert.equal(trainingText({ loss: 1.92, charsPerSecond: 0 }), 'loss 1.92');
  });
});
