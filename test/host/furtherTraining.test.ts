import assert from 'node:assert/strict';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { parseExperiment } from '../../src/engine/parseExperiment';
import type { DoneReason } from '../../src/engine/trainingEvent';
import { furtherTraining } from '../../src/host/workspace/furtherTraining';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { BEGUN, type RunStatus } from '../../src/protocol/runState';

function run(status: RunStatus, options: ExperimentOptions, ended: DoneReason = 'epochs'): RunSummary {
  const experiment = parseExperiment(options);
  return {
    ...BEGUN,
    folder: '/r',
    name: 'r',
    status,
    experiment,
    update: 300,
    begun: 0,
    modified: 0,
    hasCheckpoint: true,
    kept: [],
    ended,
  };
}

describe('resuming a run', () => {
  it('goes on as it was where it had not ended', () => {
    const onward = { changes: {}, further: false };
    assert.deepEqual(furtherTraining(run('stopped', { updates: 300 }, 'stopped')), onward);
    assert.deepEqual(furtherTraining(run('interrupted', { updates: 300 })), onward);
  });

  it('trains a run that reached its end further', () => {
    assert.deepEqual(furtherTraining(run('done', { epochs: 150 })), { changes: {}, further: true });
  });

  it('halves the learning rate of a run that diverged', () => {
    const slower = { changes: { learningRate: 0.25 }, further: false };
    assert.deepEqual(furtherTraining(run('failed', { learningRate: 0.5 }, 'diverged')), slower);
    assert.deepEqual(furtherTraining(run('unlearned', { learningRate: 0.5 }, 'unlearned')), { ...slower, further: true });
    assert.deepEqual(furtherTraining(run('failed', { learningRate: 0.5 })).changes, {}, 'it failed for another reason');
  });
});
