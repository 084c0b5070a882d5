/** Runs that are deleted: one, or all that are selected, asked for once. */
import assert from 'node:assert/strict';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { runCommands } from '../../src/host/commands/runCommands';
import { RunItem, UnreadableItem } from '../../src/host/views/runItem';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { BEGUN } from '../../src/protocol/runState';
import { window, workspace } from './fakeVscode';

const run = (name: string, changes: Partial<RunSummary> = {}): RunSummary => ({
  ...BEGUN,
  folder: `/runs/${name}`,
  name,
  experiment: parseExperiment({}),
  begun: 0,
  modified: 0,
  hasCheckpoint: true,
  kept: [],
  status: 'done',
  ...changes,
});

/** The command, and what it did beside deleting folders. */
function bench(all: readonly RunSummary[], find = (folder: string) => all.find((one) => one.folder === folder)) {
  const did: string[] = [];
  const tools = {
    runs: { find, refresh: async () => void did.push('refreshed') },
    panels: { close: (folder: string) => did.push(`closed ${folder}`) },
    memory: { forget: async (folder: string) => void did.push(`forgot ${folder}`) },
    training: { discard: async (folder: string) => void did.push(`stopped ${folder}`) },
    picker: { pick: async (given: unknown) => (given instanceof RunItem ? given.summary : all[0]) },
  };
  const command = runCommands(tools as never)['unroll.deleteRun'] as (...given: readonly unknown[]) => Promise<unknown>;
  return { did, remove: command };
}

describe('deleting runs', () => {
  beforeEach(() => {
    window.said.length = workspace.deleted.length = 0;
    window.answer = 'Delete';
  });
  after(() => {
    window.answer = undefined;
  });

  it('takes all that are selected, asks once, and says how many, which, and what is stopped', async () => {
    const all = [run('a'), run('b', { status: 'training' }), run('c')];
    const items = [...all.map((one) => new RunItem(one)), new UnreadableItem({ folder: '/runs/d', name: 'd', reason: 'torn' })];
    const { did, remove } = bench(all);
    await remove(items[1], items);
    assert.deepEqual(window.said, [
      'Delete 4 runs? a, b, c and d. b is training now, and will be stopped. Their weights, losses and samples move to the trash.',
    ]);
    assert.deepEqual(workspace.deleted, ['/runs/a', '/runs/b', '/runs/c', '/runs/d']);
    assert.deepEqual(
      did.filter((what) => !/closed|forgot/.test(what)),
      ['stopped /runs/b', 'refreshed'],
    );
  });

  it('stops what trains when the user has answered, also what did not before', async () => {
    const listed = [run('a'), run('b', { status: 'training' })];
    const since = [run('a', { status: 'training' }), run('b')];
    const items = listed.map((one) => new RunItem(one));
    let asked = 0;
    const { did, remove } = bench(listed, (folder) => (asked++ < listed.length ? listed : since).find((one) => one.folder === folder));
    await remove(items[0], items);
    assert.deepEqual(
      did.filter((what) => /stopped/.test(what)),
      ['stopped /runs/a'],
    );
  });

  it('names as many as can be read of those that train', async () => {
    const all = [...'abcdefg'].map((name) => run(name, { status: 'training' }));
    const items = all.map((one) => new RunItem(one));
    await bench(all).remove(items[0], items);
    await bench(all).remove(items[0], items.slice(0, 3));
    assert.match(window.said[0] ?? '', /^Delete 7 runs\? a, b, c, d, e and 2 more\. a, b, c, d, e and 2 more are training now, /);
    assert.match(window.said[1] ?? '', / a, b and c are training now, /);
  });

  it('deletes nothing where the user does not agree', async () => {
    const all = [run('a'), run('b')];
    const items = all.map((one) => new RunItem(one));
    window.answer = undefined;
    await assert.rejects(bench(all).remove(items[0], items));
    assert.deepEqual(workspace.deleted, []);
  });

  it('takes one alone where the menu was opened on one that is not selected, or nothing is', async () => {
    const all = [run('a'), run('b'), run('c')];
    const [a, b, c] = all.map((one) => new RunItem(one));
    await bench(all).remove(c, [a, b]);
    await bench(all).remove(undefined, undefined);
    assert.deepEqual(workspace.deleted, ['/runs/c', '/runs/a']);
    assert.match(window.said[0] ?? '', /^Delete the run c\? Its weights/);
  });
});
