import assert from 'node:assert/strict';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import type { RunHistory } from '../../../src/protocol/engineProtocol';
import { extend, NO_CURVE } from '../../../src/protocol/runCurve';
import { BEGUN, fold, type RunEvent } from '../../../src/protocol/runState';
import { RunModel } from '../../../webview-ui/components/runModel';
import { done, numbered, sampled, started, updated, validated } from '../../runs/events';

const run = { folder: '/w/a', name: 'a', experiment: parseExperiment({}), begun: 0, modified: 0, hasCheckpoint: true, kept: [] };
const historyOf = (events: readonly RunEvent[]): RunHistory => ({
  summary: { ...run, ...events.reduce(fold, BEGUN) },
  curve: extend(NO_CURVE, events),
});

describe('what a panel knows of a run', () => {
  const told = numbered([started(), updated(1), validated(1), sampled(1), updated(2), sampled(1), validated(2, 1), updated(3), done(3)]);

  it('misses nothing that is told while its history is read, and takes nothing twice', () => {
    for (let read = 0; read <= told.length; read++) {
      for (let from = 0; from <= read; from++) {
        const model = new RunModel();
        model.addEvents(told.slice(from, -1));
        model.openHistory(historyOf(told.slice(0, read)));
        model.addEvents(told.slice(-2));
        assert.deepEqual([model.updates.value.length, model.validations.value.length, model.samples.value.length], [3, 2, 2]);
        assert.deepEqual([model.best.value?.update, model.training.value, model.done.value?.update], [2, false, 3]);
      }
    }
  });

  it('judges a resumed run by the validations that it still has', () => {
    const worse = (update: number) => ({ ...validated(update), best: false });
    const model = new RunModel();
    model.openHistory(historyOf(numbered([started(), validated(1), worse(2), worse(3), worse(4), worse(5), worse(6)])));
    model.addEvents(numbered([worse(7), started(3), worse(4)], 8));
    assert.deepEqual(
      model.validations.value.map(({ update }) => update),
      [1, 2, 3, 4],
    );
    assert.equal(model.summary.value?.validationsSinceBest, 3);
  });
});
