/** Save as Experiment File: written where the user chooses, under a name by which it is known, over no file that nobody spoke of. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandTools } from '../../src/host/commands/commands';
import { experimentCommands } from '../../src/host/commands/experimentCommands';
import { StatedError } from '../../src/host/statedError';
import { temporaryFolder } from '../runs/temporaryFolder';
import { CancellationError, Uri, window, workspace } from './fakeVscode';

describe('Save as Experiment File', () => {
  const folder = temporaryFolder();
  const kept = { ...window };
  const asked: unknown[] = [];
  beforeEach(() => {
    asked.length = 0;
    window.said = [];
    workspace.opened = [];
  });
  afterEach(() => Object.assign(window, kept));

  const save = async (name: string | undefined, notes: readonly string[] = []) => {
    window.saved = name === undefined ? undefined : Uri.file(path.join(folder(), name));
    const experimentText = async (...given: unknown[]) => {
      asked.push(given);
      return { text: '{"hidden": 8}\n', notes };
    };
    const picker = { pick: async () => ({ folder: '/runs/mine', name: 'mine' }) };
    const tools = { engine: { api: { experimentText } }, picker } as unknown as CommandTools;
    await experimentCommands(tools)['unroll.saveExperiment']?.(undefined);
  };

  it('asks the engine for the text as it stands from there on, writes it and opens it', async () => {
    await save('mine.unroll.json');
    const file = path.join(folder(), 'mine.unroll.json');
    assert.deepEqual(asked, [[file, { run: '/runs/mine' }]]);
    assert.equal(readFileSync(file, 'utf8'), '{"hidden": 8}\n');
    assert.deepEqual(workspace.opened, [[file, undefined]]);
    assert.deepEqual(window.said, []);
  });

  it('says what training it will not repeat', async () => {
    await save('mine.unroll.json', ['mine was resumed.']);
    assert.deepEqual(window.said, ['mine was resumed.']);
  });

  it('gives it the ending by which it is known, and then writes over nothing', async () => {
    await save('mine.json');
    assert.equal(existsSync(path.join(folder(), 'mine.unroll.json')), true);
    assert.equal(existsSync(path.join(folder(), 'mine.json')), false);
    writeFileSync(path.join(folder(), 'other.unroll.json'), 'kept');
    await assert.rejects(
      save('other'),
      (error) => error instanceof StatedError && /other\.unroll\.json is there already/.test(error.message),
    );
    assert.equal(readFileSync(path.join(folder(), 'other.unroll.json'), 'utf8'), 'kept');
  });

  it('writes nothing where the dialog is dismissed', async () => {
    await assert.rejects(save(undefined), (error) => error instanceof CancellationError);
    assert.deepEqual(asked, []);
  });
});
