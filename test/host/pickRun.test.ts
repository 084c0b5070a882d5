// Which run answers: one that learned from the file in front before one that is merely in sight, and it is said which.
import assert from 'node:assert/strict';
import { RunPicker, type Taken, trainedFor } from '../../src/host/commands/pickRun';
import type { LastEditor } from '../../src/host/editors/lastEditor';
import { PanelMemory } from '../../src/host/panels/panelMemory';
import type { Runs } from '../../src/host/workspace/runs';
import { memento } from './fakes';
import { commands, window } from './fakeVscode';

const GENERATE = { ...trainedFor('language-model'), question: 'Generate with which run?', command: 'unroll.generate' };
const LABEL = { ...trainedFor('classify'), question: 'Classify with which run?', command: 'unroll.classify' };

const run = (name: string, file: string, task = 'language-model') => ({
  folder: `/folder/.unroll/runs/${name}`,
  name,
  status: 'done',
  hasCheckpoint: true,
  kept: [],
  experiment: { task, files: [file], cell: 'gru' },
});
const ALL = [run('novel', 'novel.txt'), run('poem', 'texts/poem.txt'), run('poem-2', 'texts/poem.txt'), run('folder', 'chapters')];

describe('the run that answers', () => {
  let inFront: string;
  let inSight: string | undefined;
  let reads: number;
  let memory: PanelMemory;
  let taken: (Taken | undefined)[];
  let picker: RunPicker;
  beforeEach(() => {
    [inFront, inSight, reads] = ['/folder/texts/poem.txt', undefined, 0];
    memory = new PanelMemory(memento());
    const read = async () => void reads++;
    const runs = {
      all: ALL,
      known: async () => undefined,
      refresh: read,
      find: (folder: string) => ALL.find((one) => one.folder === folder),
    };
    const panels = {
      get visibleRun() {
        return inSight;
      },
    };
    const lastEditor = { find: () => ({ document: { uri: { scheme: 'file', fsPath: inFront } } }) };
    picker = new RunPicker(runs as unknown as Runs, panels, memory, lastEditor as unknown as LastEditor);
    taken = [];
    picker.onDidTake((one) => taken.push(one));
  });
  const picked = async (given?: unknown, wanted = GENERATE) => (await picker.pick(given, wanted)).name;

  it('is trained on the file in front, whichever is in sight', async () => {
    inSight = ALL[0]?.folder;
    assert.equal(await picked(), 'poem');
    inFront = '/folder/chapters/one.txt';
    assert.equal(await picked(), 'folder');
  });

  it('is the one in sight among those, and also where none was trained on the file', async () => {
    inSight = ALL[2]?.folder;
    assert.equal(await picked(), 'poem-2');
    inFront = '/folder/other.txt';
    assert.equal(await picked(), 'poem-2');
  });

  it('is the one that was chosen for the file, from then on', async () => {
    await picked(ALL[0]?.folder);
    assert.equal(await picked(), 'novel');
    inFront = '/folder/chapters/one.txt';
    assert.equal(await picked(), 'folder');
  });

  it('is named where it was not asked for by name', async () => {
    await picked();
    await picked(ALL[0]?.folder);
    assert.deepEqual(
      taken.map((one) => one?.run.name),
      ['poem', undefined],
    );
  });

  it('can be changed: another is asked by the same command', async () => {
    await picked();
    window.pick = (items) => items.find(({ label }) => label === 'folder');
    commands.executed = [];
    await picker.askAnother();
    assert.deepEqual(commands.executed, [['unroll.generate', ALL[3]?.folder]]);
  });

  it('is found without reading any run anew', async () => {
    await picked();
    await picked(ALL[1]?.folder);
    assert.equal(reads, 0);
  });

  it('says how to come by one where there is none', async () => {
    await assert.rejects(picked(undefined, LABEL), /There is no trained classifier yet/);
  });
});

describe('what a panel remembers', () => {
  it('the settings of generation for each run by itself', async () => {
    const memory = new PanelMemory(memento());
    const settings = memory.generation('/a');
    await memory.useGeneration('/a', { ...settings, temperature: 1.5 });
    assert.equal(memory.generation('/a').temperature, 1.5);
    assert.equal(memory.generation('/b').temperature, settings.temperature);
    await memory.forget('/a');
    assert.equal(memory.generation('/a').temperature, settings.temperature);
  });
});
