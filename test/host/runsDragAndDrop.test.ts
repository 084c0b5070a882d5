/** What is dropped on the list of runs: files are trained on as by a right-click, runs are compared, and what cannot be says so. */
import assert from 'node:assert/strict';
import { GroupItem, RunItem, UnreadableItem } from '../../src/host/views/runItem';
import { RunsDragAndDrop } from '../../src/host/views/runsDragAndDrop';
import type { Item } from '../../src/host/views/runsTree';
import { fakeRun as run } from './fakes';
import { commands, DataTransfer, DataTransferItem, Uri, window } from './fakeVscode';

const [a, b] = [run('a'), run('b')].map((one) => new RunItem(one)) as [RunItem, RunItem];
const group = new GroupItem('/runs', { key: 'x', label: 'x', runs: [run('c')] });
const broken = new UnreadableItem({ folder: '/runs/d', name: 'd', reason: 'torn' });

describe('dropping on the list of runs', () => {
  const controller = new RunsDragAndDrop({ error: () => undefined } as never);
  beforeEach(() => {
    commands.executed = [];
    window.said.length = 0;
  });
  const drop = async (target: Item | undefined, items: Readonly<Record<string, DataTransferItem>>) => {
    await controller.handleDrop(target, new DataTransfer(Object.entries(items)) as never);
    return commands.executed;
  };
  const drag = (items: readonly Item[]) => {
    const data = new DataTransfer();
    controller.handleDrag(items, data as never);
    return Object.fromEntries(data);
  };
  const listed = (...uris: readonly string[]) => ({ 'text/uri-list': new DataTransferItem(uris.join('\r\n')) });

  it('takes runs and groups along, and compares them with what they are dropped on', async () => {
    assert.deepEqual(await drop(b, drag([a, group, broken])), [['unroll.compareRuns', b, [a, group, b]]]);
    commands.executed = [];
    assert.deepEqual(await drop(group, drag([a])), [['unroll.compareRuns', group, [a, group]]]);
    commands.executed = [];
    assert.deepEqual(await drop(undefined, drag([a])), [], 'beside the rows there is nothing to compare with');
    assert.deepEqual(await drop(broken, drag([a])), []);
  });

  it('trains on files and folders, as many as there are, wherever they are dropped', async () => {
    for (const target of [undefined, a, group]) {
      commands.executed = [];
      const [[name, first, all] = []] = await drop(target, listed('file:///w/one.txt', '# a comment', 'file:///w/chapters', ''));
      assert.equal(name, 'unroll.train');
      const files = all as readonly Uri[];
      assert.deepEqual(
        files.map(({ fsPath }) => fsPath),
        ['/w/one.txt', '/w/chapters'],
      );
      assert.equal(first, files[0]);
    }
  });

  it('trains with a cell that is dropped alone', async () => {
    assert.equal((await drop(undefined, listed('file:///w/my.cell')))[0]?.[0], 'unroll.trainCell');
    commands.executed = [];
    assert.equal((await drop(undefined, listed('file:///w/my.cell', 'file:///w/a.txt')))[0]?.[0], 'unroll.train');
  });

  it('takes files of the system that say where they lie, and says of others that they do not', async () => {
    const uri = Uri.file('/home/me/poem.txt');
    const files = { 'text/plain': new DataTransferItem('', { name: 'poem.txt', uri }) };
    assert.deepEqual(await drop(undefined, files), [['unroll.train', uri, [uri]]]);
    commands.executed = [];
    assert.deepEqual(await drop(undefined, { 'text/plain': new DataTransferItem('', { name: 'poem.txt' }) }), []);
    assert.match(window.said[0] ?? '', /^poem\.txt cannot be trained on from there: .* Put it into the workspace first\.$/);
    assert.deepEqual(await drop(undefined, {}), [], 'a text that is dragged is no file');
  });
});
