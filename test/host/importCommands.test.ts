/** Import Weights asks for what the weights do not say themselves, and for nothing else. */
import assert from 'node:assert/strict';
import { importCommands } from '../../src/host/commands/importCommands';
import type { ImportRequest } from '../../src/protocol/engineProtocol';
import { CancellationError, Uri, window } from './fakeVscode';

describe('Import Weights', () => {
  const kept = { ...window };
  afterEach(() => Object.assign(window, kept));

  /** @param unknown how often the weights do not say what their rows stand for */
  function bench(unknown: number) {
    const asked: ImportRequest[] = [];
    const shown: string[] = [];
    const reserved: string[] = [];
    const importRun = async (request: ImportRequest) => {
      asked.push(request);
      if (asked.length <= unknown) throw Object.assign(new Error('no rows'), { name: 'UnknownRowsError' });
      return { notes: ['The head is called fc.'] };
    };
    const tools = {
      engine: { api: { importRun } },
      folders: {
        reserve: async (name: string) => {
          reserved.push(name);
          return { folder: `/runs/${name}` };
        },
      },
      runs: { refresh: async () => undefined },
      panels: { open: (folder: string) => shown.push(folder) },
    };
    const command = async (given?: unknown) => await importCommands(tools as never)['unroll.importWeights']?.(given);
    return { asked, shown, reserved, command };
  }

  it('takes an exported folder by its weights, names the run after it and shows the run', async () => {
    const { asked, shown, command } = bench(0);
    window.said = [];
    await command(Uri.file('/mine/prose-pytorch/model.safetensors'));
    assert.deepEqual(asked, [{ folder: '/runs/prose-pytorch', weights: '/mine/prose-pytorch/model.safetensors' }]);
    assert.deepEqual(shown, ['/runs/prose-pytorch']);
    assert.deepEqual(window.said, ['The head is called fc.']);
  });

  it('asks for a vocabulary and the task where the weights do not say them', async () => {
    const { asked, command } = bench(1);
    window.answer = 'Choose File…';
    window.opened = [Uri.file('/mine/vocab.json')];
    window.pick = (items) => items.find(({ label }) => label === 'tagger');
    await command(Uri.file('/mine/net.safetensors'));
    assert.deepEqual(asked.at(-1), {
      folder: '/runs/net',
      weights: '/mine/net.safetensors',
      vocabulary: '/mine/vocab.json',
      options: { task: 'tag' },
    });
  });

  it('asks which file where it was called on none, and does nothing where one is not chosen', async () => {
    const { asked, command } = bench(0);
    window.opened = undefined;
    await assert.rejects(command(), CancellationError);
    window.opened = [Uri.file('/mine/a.safetensors')];
    await command();
    assert.deepEqual(
      asked.map(({ weights }) => weights),
      ['/mine/a.safetensors'],
    );
    const other = bench(1);
    window.answer = undefined;
    await assert.rejects(other.command(), CancellationError);
    assert.equal(other.shown.length, 0);
  });
});
