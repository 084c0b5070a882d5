/** Which runs stand beside another: the same but for their cell. */
import assert from 'node:assert/strict';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { runsBeside } from '../../src/host/workspace/besideRuns';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { BEGUN } from '../../src/protocol/runState';

function run(name: string, cell: string, more: Partial<RunSummary> = {}, seed = 1): RunSummary {
  return {
    ...BEGUN,
    folder: `/texts/.unroll/runs/${name}`,
    name,
    experiment: parseExperiment({ cell, seed, updates: 900 }),
    begun: 0,
    modified: 0,
    hasCheckpoint: true,
    kept: [],
    status: 'done',
    update: 900,
    ...more,
  };
}

describe('runs beside another', () => {
  it('are those of the same text, size, seed and updates with another cell; else it is told how long they would take', () => {
    const own = run('a', 'rnn', { latest: { elapsed: 20 } as never });
    const others = [
      run('other seed', 'gru', {}, 2),
      run('fewer updates', 'gru', { update: 300 }),
      run('no model', 'gru', { hasCheckpoint: false }),
      run('elsewhere', 'gru', { folder: '/other/.unroll/runs/elsewhere' }),
      run('own again', 'rnn'),
      run('lstm', 'lstm'),
    ];
    assert.deepEqual(runsBeside(own, [own, ...others]), [
      { cell: 'gru', seconds: 60 },
      { cell: 'lstm', seconds: 80, folder: '/texts/.unroll/runs/lstm' },
    ]);
  });
});
