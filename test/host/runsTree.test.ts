/** The view of runs: rows keep their place and are drawn anew alone; groups; what it costs with a thousand runs. */
import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type * as vscode from 'vscode';
import { parseExperiment } from '../../src/engine/parseExperiment';
import { ListSettings } from '../../src/host/views/listSettings';
import { type GroupItem, type RunItem, UnreadableItem } from '../../src/host/views/runItem';
import { type Item, RunsProvider } from '../../src/host/views/runsTree';
import type { RunFolders } from '../../src/host/workspace/runFolders';
import type { Runs } from '../../src/host/workspace/runs';
import type { RunSummary, UnreadableRun } from '../../src/protocol/engineProtocol';
import { fakeRun, memento } from './fakes';
import { EventEmitter } from './fakeVscode';

const run = (name: string, changes: Partial<RunSummary> = {}, file = 'a.txt') =>
  fakeRun(name, { folder: `/w/runs/${name}`, experiment: parseExperiment({ files: [file] }), ...changes });

function bench(first: readonly RunSummary[], roots = ['/w/runs']) {
  let all = first;
  let unreadable: readonly UnreadableRun[] = [];
  const changed = new EventEmitter<void>();
  const within = (root: string, folder: string) => folder.startsWith(`${root}/`);
  const runs = {
    onDidChange: changed.event,
    known: async () => undefined,
    in: ({ path }: { readonly path: string }) => all.filter(({ folder }) => within(path, folder)),
    unreadableIn: ({ path }: { readonly path: string }) => unreadable.filter(({ folder }) => within(path, folder)),
  } as unknown as Runs;
  const folders = { roots: roots.map((path) => ({ label: path, path })) } as unknown as RunFolders;
  const settings = new ListSettings(memento());
  const provider = new RunsProvider(runs, folders, settings, (error) => assert.fail(String(error)));
  const redrawn: (readonly Item[] | undefined)[] = [];
  provider.onDidChangeTreeData((items) => redrawn.push(items as readonly Item[] | undefined));
  const become = (now: readonly RunSummary[], broken: readonly UnreadableRun[] = []) => {
    all = now;
    unreadable = broken;
    changed.fire();
    mock.timers.tick(400);
  };
  const labels = async (item?: Item): Promise<unknown[]> => (await provider.getChildren(item)).map(({ label }) => label);
  return { provider, settings, redrawn, become, labels };
}

describe('the view of runs', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  it('draws a row anew that has news, and nothing else, and the same item stands for it', async () => {
    const [a, b] = [run('a', { status: 'training' }), run('b')];
    const { provider, redrawn, become } = bench([a, b]);
    const items = await provider.getChildren();
    become([{ ...a, update: 5, note: 'first line\nsecond' }, b]);
    assert.deepEqual(
      redrawn.map((rows) => rows?.map(({ label }) => label)),
      [['a']],
    );
    assert.match(String(items[0]?.description), /^first line · /);
    assert.equal((await provider.getChildren())[0], items[0]);
    provider.dispose();
  });

  it('draws all anew where a run comes, goes, or changes its place', async () => {
    const [a, b, c] = [run('a'), run('b'), run('c')];
    const { provider, redrawn, become, labels } = bench([a, b]);
    await provider.getChildren();
    become([c, a, b]);
    become([a, c]);
    assert.deepEqual(redrawn, [undefined, undefined]);
    assert.deepEqual(await labels(), ['a', 'c']);
    become([a, c]);
    assert.equal(redrawn.length, 2, 'nothing has changed');
    provider.dispose();
  });

  it('has groups, which keep count; a parent is known for each row', async () => {
    const all = [run('a', {}, 'x.txt'), run('b', {}, 'y.txt'), run('c', { best: { update: 1, loss: 1.25 } }, 'x.txt')];
    const { provider, settings, redrawn, become, labels } = bench(all);
    await provider.getChildren();
    await settings.change({ grouping: 'file' });
    assert.deepEqual(redrawn.splice(0), [undefined]);
    const [x, y] = (await provider.getChildren()) as GroupItem[];
    assert.deepEqual([x?.label, x?.description, y?.description], ['x.txt', '2 runs · best loss 1.25', '1 run']);
    assert.deepEqual(await labels(x), ['a', 'c']);
    const row = provider.find('/w/runs/b') as Item;
    assert.deepEqual([provider.getParent(row), provider.getParent(y as Item)], [y, undefined]);
    become([...all.slice(0, 2), { ...(all[2] as RunSummary), best: { update: 2, loss: 1 } }]);
    assert.deepEqual(
      redrawn.map((rows) => rows?.map(({ label }) => label)),
      [['x.txt', 'c']],
    );
    provider.dispose();
  });

  it('hides what does not fit the filter, also what cannot be read, and has branches where several folders have runs', async () => {
    const broken = [{ folder: '/w/runs/torn', name: 'torn', reason: 'cut off' }];
    const { provider, settings, become, labels } = bench([run('a'), run('zed')], ['/w/runs', '/v/runs']);
    become([run('a'), run('zed')], broken);
    assert.deepEqual(await labels(), ['a', 'zed', 'torn']);
    await settings.change({ filter: 'zed' });
    assert.deepEqual(await labels(), ['zed']);
    await settings.change({ filter: 'torn' });
    const [only] = await provider.getChildren();
    assert.ok(only instanceof UnreadableItem);
    await settings.change({ filter: '' });
    become([run('a'), run('zed', { folder: '/v/runs/zed' })]);
    const roots = await provider.getChildren();
    assert.deepEqual(
      roots.map(({ label }) => label),
      ['/w/runs', '/v/runs'],
    );
    assert.deepEqual(await labels(roots[1]), ['zed']);
    provider.dispose();
  });

  it('makes what is said on hovering only when it is asked for', async () => {
    const { provider } = bench([run('a', { note: 'why **bold** | <b>\n[x] (y)', aboutUnread: 'torn' })]);
    const [item] = (await provider.getChildren()) as RunItem[];
    assert.ok(item);
    assert.equal('value' in Object(item.tooltip), false);
    provider.resolveTreeItem(item, item);
    assert.match(String((item.tooltip as vscode.MarkdownString).value), /why \*\*bold\*\*[\s\S]*torn/);
    provider.dispose();
  });

  it('arranges a thousand runs in the wink of an eye, and draws one row where one has news', async () => {
    const thousand = Array.from({ length: 1000 }, (_, at) => run(`run-${at}`, { best: { update: 1, loss: at % 7 } }, `${at % 20}.txt`));
    const { provider, settings, redrawn, become } = bench(thousand);
    await settings.change({ grouping: 'file', order: 'loss' });
    const began = performance.now();
    const rows = (await Promise.all((await provider.getChildren()).map((group) => provider.getChildren(group)))).flat();
    const took = performance.now() - began;
    assert.equal(rows.length, 1000);
    redrawn.length = 0;
    become(thousand.map((one, at) => (at === 500 ? { ...one, update: 9 } : one)));
    assert.deepEqual(
      redrawn.map((items) => items?.length),
      [1],
    );
    assert.ok(took < 1000, `${took} ms`);
    provider.dispose();
  });
});
