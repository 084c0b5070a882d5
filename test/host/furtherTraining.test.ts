import assert from 'node:assert/strict';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { furtherTraining } from '../../src/host/workspace/furtherTraining';
import type { DoneReason, RunHistory, RunState } from '../../src/protocol/engineProtocol';

function history(state: RunState, options: ExperimentOptions, reason: DoneReason = 'epochs'): RunHistory {
  const summary = { folder: '/r', name: 'r', state, experiment: parseExperiment(options), update: 300, modified: 0, hasCheckpoint: true };
  return { summary, events: [{ kind: 'done', reason, update: 300, epoch: 150, loss: 1, elapsed: 30, message: '' }] };
}

describe('resuming a run', () => {
  it('goes on as it was where it had not ended', () => {
    const onward = { changes: {}, further: false };
    assert.deepEqual(furtherTraining(history('stopped', { updates: 300 }, 'stopped')), onward);
    assert.deepEqual(furtherTraining(history('interrupted', { updates: 300 })), onward);
  });

  it('trains a run that reached its end further', () => {
    assert.deepEqual(furtherTraining(history('done', { epochs: 150 })), { changes: {}, further: true });
  });

  it('halves the learning rate of a run that diverged', () => {
    const slower = { changes: { learningRate: 0.25 }, further: false };
    assert.deepEqual(furtherTraining(history('failed', { learningRate: 0.5 }, 'diverged')), slower);
    assert.deepEqual(furtherTraining(history('failed', { learningRate: 0.5 })).changes, {}, 'it failed for another reason');
  });
});
