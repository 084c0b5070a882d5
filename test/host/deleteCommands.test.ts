/** Runs that are deleted: one, or all that are selected, asked for once. */
import assert from 'node:assert/strict';
import { deleteCommands } from '../../src/host/commands/deleteCommands';
import { StatedError } from '../../src/host/statedError';
import { GroupItem, RunItem, UnreadableItem } from '../../src/host/views/runItem';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { fakeRun as run } from './fakes';
import { commands, window } from './fakeVscode';

/** The commands, and what they did. */
function bench(all: readonly RunSummary[], find = (folder: string) => all.find((one) => one.folder === folder)) {
  const did: string[] = [];
  const trashed: string[] = [];
  const tree = { selection: [] as unknown[] };
  const api = {
    trash: async (folder: string) => {
      if (folder.endsWith('/locked')) throw new StatedError('locked is training in another process (7).');
      trashed.push(folder);
      return `/trash${folder}`;
    },
    restore: async (folder: string) => {
      did.push(`restored ${folder}`);
      return folder.slice('/trash'.length);
    },
    removeDeleted: async (folder: string) => void did.push(`removed ${folder}`),
  };
  const tools = {
    runs: { find, refresh: async () => void did.push('refreshed'), deleted: [] as unknown[] },
    panels: { close: (folder: string) => did.push(`closed ${folder}`) },
    memory: {
      of: (folder: string) => `memory of ${folder}`,
      forget: async (folder: string) => void did.push(`forgot ${folder}`),
      remember: async (folder: string, kept: unknown) => void did.push(`${folder} has ${kept}`),
    },
    training: { discard: async (folder: string) => void did.push(`stopped ${folder}`) },
    picker: { pick: async (given: unknown) => (given instanceof RunItem ? given.summary : all[0]) },
    engine: { api },
    runsTree: tree,
    log: { error: (text: string) => did.push(text) },
  };
  const made = deleteCommands(tools as never);
  const remove = made['unroll.deleteRun'] as (...given: readonly unknown[]) => Promise<unknown>;
  const restore = made['unroll.restoreRuns'] as (...given: readonly unknown[]) => Promise<unknown>;
  return { did, trashed, tree, tools, remove, restore };
}

describe('deleting runs', () => {
  beforeEach(() => {
    window.said.length = 0;
    window.answer = 'Delete';
    window.choose = () => undefined;
  });
  after(() => {
    window.answer = undefined;
    window.choose = () => undefined;
  });

  it('takes all that are selected, asks once, and says how many, which, and what is stopped', async () => {
    const all = [run('a'), run('b', { status: 'training' }), run('c')];
    const items = [...all.map((one) => new RunItem(one)), new UnreadableItem({ folder: '/runs/d', name: 'd', reason: 'torn' })];
    const { did, trashed, remove } = bench(all);
    await remove(items[1], items);
    assert.deepEqual(window.said, [
      'Delete 4 runs? a, b, c and d. b is training now, and will be stopped. Their weights, losses and samples move to the trash, out of which they can be brought back for a week.',
      'Deleted a, b, c and d. They can be brought back for a week.',
    ]);
    assert.deepEqual(trashed, ['/runs/a', '/runs/b', '/runs/c', '/runs/d']);
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
    window.said.splice(1);
    await bench(all).remove(items[0], items.slice(0, 3));
    assert.match(window.said[0] ?? '', /^Delete 7 runs\? a, b, c, d, e and 2 more\. a, b, c, d, e and 2 more are training now, /);
    assert.match(window.said[1] ?? '', / a, b and c are training now, /);
  });

  it('deletes nothing where the user does not agree', async () => {
    const all = [run('a'), run('b')];
    const items = all.map((one) => new RunItem(one));
    window.answer = undefined;
    const { trashed, remove } = bench(all);
    await assert.rejects(remove(items[0], items));
    assert.deepEqual(trashed, []);
  });

  it('takes one alone where the menu was opened on one that is not selected, or nothing is', async () => {
    const all = [run('a'), run('b'), run('c')];
    const [a, b, c] = all.map((one) => new RunItem(one));
    const { trashed, remove } = bench(all);
    await remove(c, [a, b]);
    await remove(undefined, undefined);
    assert.deepEqual(trashed, ['/runs/c', '/runs/a']);
    assert.match(window.said[0] ?? '', /^Delete the run c\? Its weights/);
  });

  it('takes what a group has, and what is selected where a key was pressed', async () => {
    const all = [run('a'), run('b'), run('c')];
    const group = new GroupItem('/runs', { key: 'x', label: 'x', runs: all.slice(0, 2) });
    const { trashed, tree, remove } = bench(all);
    await remove(group, undefined);
    tree.selection = [new RunItem(run('c'))];
    await remove('selection', undefined);
    assert.deepEqual(trashed, ['/runs/a', '/runs/b', '/runs/c']);
  });

  it('are brought back by Undo, each with what was remembered of it', async () => {
    const all = [run('a'), run('b')];
    const items = all.map((one) => new RunItem(one));
    const { remove, restore, did } = bench(all);
    commands.executed = [];
    window.choose = () => 'Undo';
    await remove(items[0], items);
    await new Promise((resolve) => setTimeout(resolve));
    const [command, deleted] = commands.executed.at(-1) ?? [];
    assert.equal(command, 'unroll.restoreRuns');
    did.length = 0;
    await restore(deleted);
    assert.deepEqual(did, [
      'restored /trash/runs/a',
      '/runs/a has memory of /runs/a',
      'restored /trash/runs/b',
      '/runs/b has memory of /runs/b',
      'refreshed',
    ]);
  });

  it('can be undone for those that went where another one could not', async () => {
    const all = [run('a'), run('locked'), run('c')];
    const items = all.map((one) => new RunItem(one));
    const { remove, trashed, did } = bench(all);
    await assert.rejects(remove(items[0], items), /locked is training in another process/);
    assert.deepEqual(trashed, ['/runs/a']);
    assert.deepEqual(
      did.filter((what) => what.includes('locked')),
      [],
      'its panel stays, and what is remembered of it',
    );
    assert.equal(window.said.at(-1), 'Deleted a. It can be brought back for a week.');
  });

  it('says that the trash is empty', async () => {
    await assert.rejects(bench([]).restore(), /^StatedError: The trash is empty/);
  });
});
