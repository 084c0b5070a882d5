/** How the list of runs is arranged: what passes the filter, in which order, in which groups; and what of that is kept. */
import assert from 'node:assert/strict';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { type Arranging, arranged, bestLoss, grouped } from '../../src/host/views/arrangement';
import { ListSettings } from '../../src/host/views/listSettings';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { fakeRun, memento } from './fakes';
import { commands } from './fakeVscode';

const PLAIN: Arranging = { order: 'newest', grouping: 'none', filter: '' };

const run = (name: string, changes: Partial<RunSummary> = {}, files: readonly string[] = ['a.txt']) =>
  fakeRun(name, { experiment: parseExperiment({ files: [...files] }), ...changes });
const withLoss = (name: string, loss: number, files?: readonly string[]) =>
  run(name, { best: { update: 1, loss }, validation: { update: 1, loss } }, files);
const names = (runs: readonly RunSummary[]) => runs.map(({ name }) => name);

describe('the arrangement of runs', () => {
  it('sorts by loss, with those last that have none or one that is no number', () => {
    const runs = [withLoss('b', 2), run('none'), withLoss('nan', Number.NaN), withLoss('a', 1), withLoss('c', 1.5)];
    const sorted = names(arranged(runs, { ...PLAIN, order: 'loss' }));
    assert.deepEqual(sorted.slice(0, 3), ['a', 'c', 'b']);
    assert.deepEqual(sorted.slice(3), ['none', 'nan'], 'and these as they were');
  });

  it('sorts names as people do, and leaves the newest first as they come', () => {
    const runs = ['run-10', 'Run-2', 'alpha'].map((name) => run(name));
    assert.deepEqual(names(arranged(runs, { ...PLAIN, order: 'name' })), ['alpha', 'Run-2', 'run-10']);
    assert.deepEqual(names(arranged(runs, PLAIN)), ['run-10', 'Run-2', 'alpha']);
  });

  it('lets those pass that have every word somewhere: name, note, files, cell, task, state', () => {
    const runs = [
      run('one', { note: 'the Good one', status: 'failed' }, ['shakespeare.txt']),
      run('two', { experiment: parseExperiment({ task: 'classify', cell: 'gru', files: ['names.tsv'] }) }),
    ];
    const passing = (filter: string) => names(arranged(runs, { ...PLAIN, filter }));
    assert.deepEqual(passing('good'), ['one']);
    assert.deepEqual(passing('  FAILED   shake '), ['one']);
    assert.deepEqual(passing('failed classif'), []);
    assert.deepEqual(passing('classif gru'), ['two']);
    assert.deepEqual(passing('   '), ['one', 'two']);
  });

  it('groups by what was learned from, in the order of the first run of each, or of their names', () => {
    const runs = [withLoss('1', 3, ['z.txt']), withLoss('2', 1, ['a.txt', 'b.txt']), withLoss('3', 2, ['z.txt']), run('4', {}, [])];
    const shown = (order: Arranging['order']) =>
      grouped(arranged(runs, { ...PLAIN, order }), { ...PLAIN, order }).map((group) => [group.label, ...names(group.runs)]);
    assert.deepEqual(shown('newest'), [
      ['z.txt', '1', '3'],
      ['a.txt, b.txt', '2'],
      ['Text of an editor', '4'],
    ]);
    assert.deepEqual(
      shown('loss').map(([label]) => label),
      ['a.txt, b.txt', 'z.txt', 'Text of an editor'],
    );
    assert.deepEqual(
      shown('name').map(([label]) => label),
      ['a.txt, b.txt', 'Text of an editor', 'z.txt'],
    );
    const swept = { name: 'sizes', file: 'sizes.unroll.json', key: '', values: {} };
    const ofFiles = [
      run('1', { sweep: swept }),
      run('2'),
      run('3', { experimentFile: { file: 'one.unroll.json', settings: '' } }),
      run('4', { sweep: swept }),
    ];
    assert.deepEqual(
      grouped(ofFiles, { ...PLAIN, grouping: 'experiment' }).map((group) => [group.label, ...names(group.runs)]),
      [
        ['sizes.unroll.json', '1', '4'],
        ['No experiment file', '2'],
        ['one.unroll.json', '3'],
      ],
    );
    assert.deepEqual(names(arranged(ofFiles, { ...PLAIN, filter: 'sizes' })), ['1', '4']);
    assert.deepEqual([bestLoss(runs), bestLoss([run('x')])], [1, undefined]);
  });
});

describe('how the list of runs was arranged', () => {
  it('is kept for the workspace, but for a filter while it is typed, and told to menus', async () => {
    const kept = memento();
    const settings = new ListSettings(kept);
    let changes = 0;
    settings.onDidChange(() => changes++);
    commands.executed = [];
    await settings.change({ order: 'loss', grouping: 'file' });
    await settings.change({ filter: 'gr' }, false);
    assert.equal(changes, 2);
    assert.deepEqual(commands.executed.slice(-2), [
      ['setContext', 'unroll.runsGrouping', 'file'],
      ['setContext', 'unroll.runsFiltered', true],
    ]);
    assert.deepEqual(new ListSettings(kept).arranging, { order: 'loss', grouping: 'file', filter: '' });
  });

  it('is as at first where something else was kept', async () => {
    for (const strange of [7, null, { order: 'size', grouping: [], filter: {} }]) {
      const kept = memento();
      await kept.update('listOfRuns', strange);
      assert.deepEqual(new ListSettings(kept).arranging, PLAIN);
    }
  });
});
