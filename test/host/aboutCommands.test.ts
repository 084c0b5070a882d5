/** Renaming a run, and noting something about it: who is asked, what is refused while it is typed, and what the engine is told. */
import assert from 'node:assert/strict';
import { aboutCommands } from '../../src/host/commands/aboutCommands';
import { RunItem } from '../../src/host/views/runItem';
import type { RunSummary } from '../../src/protocol/engineProtocol';
import { fakeRun } from './fakes';
import { window } from './fakeVscode';

const run = (name: string, changes: Partial<RunSummary> = {}) => fakeRun(name, { hasCheckpoint: false, ...changes });

function bench(all: readonly RunSummary[], activeRun?: string) {
  const did: unknown[] = [];
  const tree = { selection: [] as unknown[] };
  const commands = aboutCommands({
    picker: {
      pick: async (given: unknown) => {
        const folder = given instanceof RunItem ? given.summary.folder : given;
        return all.find((one) => one.folder === folder) ?? all[0];
      },
    },
    runs: { all, update: (summary: unknown) => did.push(['update', summary]) },
    panels: { activeRun, open: (folder: string) => ({ editNote: () => did.push(['note', folder]) }) },
    engine: { api: { describe: async (folder: string, changes: unknown) => [folder, changes] } },
    runsTree: tree,
  } as never);
  const call = async (name: string, given?: unknown) => commands[`unroll.${name}`]?.(given);
  return { did, tree, call };
}

describe('what a person says of a run', () => {
  beforeEach(() => {
    window.typed = undefined;
    window.objections = [];
  });

  it('is its name, which the engine is told as plain text; that of its folder takes it away', async () => {
    const all = [run('a'), run('b', { name: 'The good one' })];
    const { did, call } = bench(all);
    for (const [typed, told] of [
      ['  Better\n name ', 'Better name'],
      ['b', ''],
      ['', ''],
    ] as const) {
      window.typed = typed;
      await call('renameRun', new RunItem(all[1] as RunSummary));
      assert.deepEqual(did.pop(), ['update', ['/runs/b', { name: told }]]);
    }
    window.typed = undefined; // dismissed
    await assert.rejects(call('renameRun', new RunItem(all[0] as RunSummary)));
    assert.deepEqual(did, []);
  });

  it('is refused while it is typed where it is too long, and said to be taken where it is', async () => {
    const all = [run('a'), run('b', { name: 'Twice' })];
    const { call } = bench(all);
    for (const typed of ['x'.repeat(101), ' Twice', 'b', 'fine']) {
      window.typed = typed;
      await call('renameRun', '/runs/a');
    }
    assert.deepEqual(window.objections, [
      'A name has up to 100 characters; this has 101.',
      { message: 'Another run has that name too.', severity: 1 },
      undefined,
      undefined,
    ]);
  });

  it('is of the run that is selected where a key was pressed, and of that whose panel is in front from the palette', async () => {
    const all = [run('a'), run('b'), run('c')];
    const { did, tree, call } = bench(all, '/runs/c');
    tree.selection = [new RunItem(all[1] as RunSummary)];
    await call('noteRun', 'selection');
    await call('noteRun');
    await call('noteRun', new RunItem(all[0] as RunSummary));
    assert.deepEqual(did, [
      ['note', '/runs/b'],
      ['note', '/runs/c'],
      ['note', '/runs/a'],
    ]);
  });
});
