// An experiment as a file: a run's says all and trains to the same weights, what was chosen says that alone; a stranger can read it.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { readExperiment } from '../../src/runs/experimentFile';
import { experimentText } from '../../src/runs/experimentText';
import { plannedTraining } from '../../src/runs/plannedTraining';
import { trainRun } from '../../src/runs/trainRun';
import { temporaryFolder, writerInto } from './temporaryFolder';

const MADE = path.resolve('test', 'runs', 'version-0.1.0');
const VERSE = 'the cat sat on the mat; the rat sat on the cat.\n'.repeat(20);
const SMALL = { hidden: 6, device: 'reference', updates: 8, batch: 4, window: 16 } as const;
const CELL = "cell mine\nstate h\n\nh' = tanh(W_xh x + W_hh h + b_h)\n";

describe('an experiment that is written to a file', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const follower = { stop: new AbortController().signal, tell: () => undefined };
  const run = (name: string) => path.join(folder(), '.unroll', 'runs', name);
  const train = async (name: string, options: ExperimentOptions, given: { readonly files: readonly string[]; readonly text?: string }) => {
    await trainRun({ folder: run(name), options: { ...SMALL, ...options }, ...given }, follower);
    return run(name);
  };
  const weights = (of: string) =>
    [...readCheckpoint(readFileSync(path.join(of, 'last.safetensors'))).tensors].map(([name, { data }]) => [name, [...data]]);
  /** Saved beside, and trained as any file of a person. */
  const again = async (of: string, at = 'elsewhere/again.unroll.json') => {
    const file = path.join(folder(), at);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, (await experimentText(file, { run: of })).text);
    const { name, ...planned } = await plannedTraining(file, { readable: [folder()] });
    assert.equal(planned.exact, undefined);
    await trainRun({ ...planned, folder: run('again') }, follower);
    return { said: JSON.parse(readFileSync(file, 'utf8')), made: run('again') };
  };

  it('of a run says all, with paths from the file on, and trains to the same weights', async () => {
    const first = await train('first', { dropout: 0.1, epochs: undefined }, { files: [write('data/verse.txt', VERSE)] });
    const { said, made } = await again(first);
    assert.deepEqual(said.files, ['../data/verse.txt']);
    assert.equal('cellSource' in said, false, 'a built-in cell is known by its name');
    assert.deepEqual(Object.keys(said).slice(0, 3), ['version', 'task', 'files']);
    assert.deepEqual(weights(made), weights(first));
    assert.deepEqual(await readExperiment(made), await readExperiment(first));
  });

  it('has the equations of a cell of its own in it', async () => {
    const first = await train('first', { cell: write('mine.cell', CELL) }, { files: [write('verse.txt', VERSE)] });
    writeFileSync(path.join(folder(), 'mine.cell'), CELL.replace('tanh', 'sigmoid'));
    const { said, made } = await again(first);
    assert.equal(said.cellSource, CELL);
    assert.deepEqual(weights(made), weights(first));
  });

  it('of a run that keeps its text itself names that text', async () => {
    const first = await train('first', {}, { files: [], text: VERSE });
    const { said, made } = await again(first);
    assert.deepEqual(said.files, ['../.unroll/runs/first/text.txt']);
    assert.deepEqual(weights(made), weights(first));
  });

  it('of a run of version 0.1.0 has what later versions added, as it was then', async () => {
    cpSync(MADE, folder(), { recursive: true });
    cpSync(path.join(folder(), 'runs'), path.join(folder(), '.unroll', 'runs'), { recursive: true });
    for (const name of readdirSync(path.join(folder(), 'runs'))) {
      const file = path.join(folder(), `${name}.unroll.json`);
      const said = JSON.parse((await experimentText(file, { run: run(name) })).text);
      assert.deepEqual([said.lineEnds, said.normalization, said.sideHeads], ['keep', 'keep', false], name);
      writeFileSync(file, JSON.stringify(said));
      const { options, files } = await plannedTraining(file);
      const { files: named, cellSource, device, ...stored } = await readExperiment(run(name));
      for (const [setting, value] of Object.entries(stored))
        assert.deepEqual(options[setting as keyof ExperimentOptions], value, `${name}: ${setting}`);
      assert.deepEqual(
        files,
        named.map((each) => path.join(folder(), each)),
      );
    }
  });

  it('of a run that was stopped, it says where that stands, and trains to the end that was planned', async () => {
    const stop = new AbortController();
    await trainRun(
      { folder: run('first'), options: { ...SMALL, updates: 400 }, files: [write('verse.txt', VERSE)] },
      { stop: stop.signal, tell: ({ kind }) => kind === 'update' && stop.abort() },
    );
    const { text, notes } = await experimentText(path.join(folder(), 'a.unroll.json'), { run: run('first') });
    assert.equal(JSON.parse(text).updates, 400);
    assert.match(notes.join(), /^first is at update \d+, before its end: this training goes on to the end that was planned\.$/);
  });

  it('of what was chosen says that, and what is trained on what', async () => {
    const { text, notes } = await experimentText(path.join(folder(), 'a.unroll.json'), {
      options: { learningRate: 0.01, cell: `gru, ${path.join(folder(), 'cells', 'mine.cell')}`, hidden: 8 },
      files: [path.join(folder(), 'a.txt'), path.join(path.dirname(folder()), 'b.txt')],
    });
    assert.equal(
      text,
      `{\n  "task": "language-model",\n  "files": [\n    "a.txt",\n    "../b.txt"\n  ],\n  "cell": "gru, cells/mine.cell",\n  "hidden": 8,\n  "learningRate": 0.01\n}\n`,
    );
    assert.deepEqual(notes, []);
  });
});
