import assert from 'node:assert/strict';
import { doneLines, startedLines, updateLine } from '../../src/cli/report/words';
import { BEGUN, fold } from '../../src/protocol/runState';
import { done, numbered, started, updated, validated } from '../runs/events';

describe('training in words', () => {
  const worse = [1.7, 1.75, 1.8, 1.85, 6.86].map((loss, at) => ({ ...validated(900 + at, loss), best: false }));
  const state = numbered([started(), updated(1), validated(800, 1.65), ...worse]).reduce(fold, BEGUN);

  it('ends with how well the model that answers does, and since when it overfits', () => {
    assert.deepEqual(doneLines({ ...done(1000), elapsed: 75 }, state, 'characters'), [
      'Ended at 1000. Loss 1.000 nats/char, validation 1.650 at update 800 after 1:15.',
      'Overfitting since update 800: what is held out was told ever worse. The model of that update answers.',
    ]);
    assert.deepEqual(doneLines(done(1), BEGUN, 'words'), ['Ended at 1. Loss 1.000 nats/word after 0:01.']);
  });

  it('begins with what is read at once, be it one', () => {
    const lines = startedLines({ ...started(), batch: 1, window: 1, units: 'characters' }).join('\n');
    assert.match(lines, /; 1 stream of text, windows of 1 character$/m);
  });

  it('follows with the last validation', () => {
    assert.match(updateLine(updated(1000), state, 'words'), /validation 6\.860.*words\/s/);
  });
});
