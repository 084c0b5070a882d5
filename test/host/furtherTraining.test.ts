import assert from 'node:assert/strict';
import { type ExperimentOptions, parseExperiment } from '../../src/engine/experimentSchema';
import { furtherTraining } from '../../src/host/workspace/furtherTraining';
import type { DoneReason, RunHistory, RunState } from '../../src/protocol/engineProtocol';

function history(state: RunState, options: ExperimentOptions, reason: DoneReason = 'epochs'): RunHistory {
  const summary = { folder: '/r', name: 'r', state, experiment: parseExperiment(options), update: 300, modified: 0, hasCheckpoint: true };
  return { summary, events: [{ kind: 'done', reason, update: 300, epoch: 150, loss: 1, elapsed: 30, message: '' }] };
}

describe('resuming a run', () => {
  it('goes on as it was where it had not ended', () => {
    assert.deepEqual(furtherTraining(history('stopped', { minutes: 3 }, 'stopped')), {});
    assert.deepEqual(furtherTraining(history('interrupted', { minutes: 3 })), {});
  });

  it('gives a run that reached its end as much again, by each of its limits', () => {
    assert.deepEqual(furtherTraining(history('done', { epochs: 150, minutes: 3 })), { epochs: 300, minutes: 3.5 });
    assert.deepEqual(furtherTraining(history('done', { updates: 300 })), { updates: 600 });
  });

  it('halves the learning rate of a run that diverged', () => {
    assert.deepEqual(furtherTraining(history('failed', { learningRate: 0.5 }, 'diverged')), { learningRate: 0.25 });
    assert.deepEqual(furtherTraining(history('failed', { learningRate: 0.5 })), {}, 'it failed for another reason');
  });
});
