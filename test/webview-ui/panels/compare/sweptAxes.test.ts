/** Where runs stand along the axes of parallel coordinates. */
import assert from 'node:assert/strict';
import { comparedColumns } from '../../../../src/protocol/comparedRuns';
import type { RunSummary } from '../../../../src/protocol/engineProtocol';
import { axesOf, spanOf } from '../../../../webview-ui/panels/compare/sweptAxes';
import { historyOf } from '../../../webview/fixtures';

const { summary } = historyOf('done');
const run = (folder: string, settings: object, loss?: number): RunSummary => ({
  ...summary,
  folder,
  name: folder,
  experiment: { ...summary.experiment, ...settings },
  best: loss === undefined ? undefined : { update: 1, loss, accuracy: undefined },
  validation: undefined,
});
const axes = (runs: readonly RunSummary[]) => axesOf(runs, comparedColumns(runs));

describe('axes of parallel coordinates', () => {
  it('are the settings that differ, and at last what runs are judged by', () => {
    const found = axes([
      run('a', { hidden: 8, cell: 'gru', files: ['x'] }, 1),
      run('b', { hidden: 16, cell: 'rnn', files: ['y'] }, 2),
      run('c', { hidden: 12, cell: 'rnn', files: ['y'] }),
    ]);
    assert.deepEqual(found.map(({ name }) => name).sort(), ['cell', 'hidden', 'validation']);
    assert.equal(found.at(-1)?.name, 'validation');
    const hidden = found.find(({ name }) => name === 'hidden');
    assert.deepEqual(
      [...(hidden?.shares ?? [])],
      [
        ['a', 0],
        ['b', 1],
        ['c', 0.5],
      ],
    );
    assert.deepEqual(
      [...(found.at(-1)?.shares ?? [])].map(([, share]) => share),
      [0, 1, Number.NaN],
    );
  });

  it('are logarithmic where values lie apart by factors, and only there', () => {
    assert.equal(spanOf([0.0001, 0.001, 0.01]).logarithmic, true);
    assert.equal(spanOf([0.0005, 0.0013, 0.004, 0.01]).logarithmic, true);
    assert.equal(spanOf([64, 128, 256]).logarithmic, undefined);
    assert.equal(spanOf([0.01, 0.05, 0.1]).logarithmic, undefined, 'ten times, but evenly');
    assert.equal(spanOf([0, 0.1, 1]).logarithmic, undefined, 'there is no logarithm of 0');
    const same = spanOf([3, 3]);
    assert.ok(same.from < 3 && same.to > 3);
  });

  it('give each name a band, in which the best lies on top', () => {
    const runs = [run('a', { cell: 'gru' }, 1), run('b', { cell: 'gru' }, 3), run('c', { cell: 'gru' }, 2), run('d', { cell: 'lstm' }, 1)];
    const cell = axes(runs).find(({ name }) => name === 'cell');
    assert.deepEqual(cell?.names, ['lstm', 'gru'], 'from the bottom up');
    const share = (name: string) => cell?.shares.get(name) ?? Number.NaN;
    assert.ok(share('b') > 0.5 && share('b') < share('c') && share('c') < share('a') && share('a') < 1);
    assert.equal(share('d'), 0.25);
  });
});
