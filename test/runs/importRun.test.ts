/** Weights of somewhere else become a run: what PyTorch trained further answers here as it does there, and trains on. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import type { ExperimentOptions } from '../../src/engine/experimentSchema';
import { Baselines } from '../../src/runs/baselines';
import { exportRun } from '../../src/runs/exportRun';
import { importRun } from '../../src/runs/importRun';
import { resumeRun } from '../../src/runs/resumeRun';
import { trainRun } from '../../src/runs/trainRun';
import { rnnWeights, VERSE } from '../cli/cliBench';
import { fed } from '../engine/export/pytorch/exportedCase';
import { requirePython, runPython } from '../python';
import { temporaryFolder, writerInto } from './temporaryFolder';

const FOLLOWER = { stop: new AbortController().signal, tell: () => undefined };
const SMALL: ExperimentOptions = {
  device: 'reference',
  hidden: 8,
  batch: 4,
  window: 16,
  updates: 4,
  layers: 1,
  dropout: 0,
  learningRate: 0.02,
};

const CITIES = ['Rome', 'Oslo', 'Bonn', 'Lima', 'Kyiv', 'Bern'];
const table = (row: (city: string, index: number) => readonly [string, string]) =>
  `${Array.from({ length: 48 }, (_, index) => row(`${CITIES[index % 6]} ${index % 7}`, index).join('\t')).join('\n')}\n`;

/** What each task learns from, and how. */
const TASKS: readonly (ExperimentOptions & { readonly text: string; readonly file?: string })[] = [
  { task: 'language-model', cell: 'gru', text: VERSE },
  { task: 'language-model', cell: 'lstm', layers: 2, units: 'words', embedding: 6, text: VERSE },
  { task: 'infill', cell: 'gru', sideHeads: true, text: VERSE },
  { task: 'tag', cell: 'lstm', rule: 'case', text: VERSE.replaceAll('the', 'The') },
  { task: 'tag', cell: 'gru', rule: 'punctuation', text: VERSE },
  { task: 'tag', cell: 'mgu', text: table((city) => [city, city.replace(/\D/g, 'a').replace(/\d/g, '1')]), file: 'tags.tsv' },
  { task: 'classify', cell: 'gru', text: table((city, index) => [city, index % 2 ? 'odd' : 'even']), file: 'cities.tsv' },
  { task: 'generate-from-label', cell: 'lstm', text: table((city, index) => [city, index % 2 ? 'odd' : 'even']), file: 'cities.tsv' },
  { task: 'translate', cell: 'lstm', teacherForcing: 0.8, text: table((city) => [city, city.toUpperCase()]), file: 'cities.tsv' },
];

describe('importing weights', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const at = (name: string) => path.join(folder(), name);

  /** A run of a few updates, and its export. */
  async function exported({ text, file = 'text.txt', ...options }: (typeof TASKS)[number]): Promise<string> {
    await trainRun({ folder: at('run'), files: [write(file, text)], options: { ...SMALL, ...options } }, FOLLOWER);
    const tools = { baselines: new Baselines('anything'), following: FOLLOWER };
    await exportRun({ run: at('run'), format: 'pytorch', output: at('exported') }, tools);
    return at(file);
  }

  /** The checkpoint of an imported run. */
  async function imported(weights = at('exported'), options: ExperimentOptions = {}) {
    await importRun({ folder: at('imported'), weights, options });
    return readCheckpoint(readFileSync(path.join(at('imported'), 'last.safetensors')));
  }

  /** The largest difference between our logits and those of the exported folder. */
  async function difference(python: string): Promise<number> {
    const feed = await fed(await imported());
    const task = readCheckpoint(readFileSync(path.join(at('imported'), 'last.safetensors'))).experiment.task;
    writeFileSync(path.join(at('exported'), 'fed.json'), JSON.stringify({ task, ...feed }));
    const [answer] = JSON.parse(runPython(python, ['test/engine/export/pytorch/check.py', at('exported')]));
    const logits: readonly number[] = answer.float32.logits;
    const width = logits.length / feed.real.length;
    return Math.max(...logits.map((logit, k) => (feed.real[Math.floor(k / width)] ? Math.abs(logit - (feed.logits[k] as number)) : 0)));
  }

  const heldOut = (said: string) => [...said.matchAll(/([\d.]+) nats on what is held out/g)].map(([, nats]) => Number(nats));

  for (const task of TASKS) {
    const { text, file, ...named } = task;
    it(`${Object.values(named).join(' ')}: trained on in PyTorch, its loss falls, and it answers here as there`, async function () {
      const python = requirePython(this);
      const learned = await exported(task);
      const said = runPython(python, [
        path.join(at('exported'), 'train.py'),
        learned,
        '--updates',
        '40',
        '--validation',
        '0.2',
        '--device',
        'cpu',
      ]);
      const [before = 0, ...after] = heldOut(said);
      assert.ok(Math.min(...after) < 0.97 * before, said);
      assert.ok((await difference(python)) <= 1e-5);
      const trained = await resumeRun(at('imported'), { updates: 6 }, FOLLOWER, { readable: 'anything' });
      assert.deepEqual([trained.status, trained.update], ['done', 6], 'it trains on here');
    });
  }

  it('two processes of torchrun make the updates that one makes', async function () {
    const python = requirePython(this);
    const learned = await exported({ task: 'language-model', cell: 'gru', text: VERSE });
    const words = [path.join(at('exported'), 'train.py'), learned, '--updates', '20', '--device', 'cpu', '--report-every', '1'];
    const alone = runPython(python, [...words, '--output', at('alone')]);
    const two = runTorchrun(python, at('logs'), [...words, '--output', at('two')]);
    const [one, other] = [alone, two].map(heldOut);
    assert.ok((other?.at(-1) ?? 9) < (other?.[0] ?? 0), two);
    assert.deepEqual(other, one);
    const [a, b] = ['alone', 'two'].map((name) => decodeSafetensors(readFileSync(path.join(at(name), 'model.safetensors'))).tensors);
    for (const [name, { data }] of a ?? [])
      data.forEach((value, index) => assert.ok(Math.abs(value - (b?.get(name)?.data[index] as number)) < 1e-5, name));
  });

  for (const task of ['language-model', 'infill'] as const) {
    it(`train.py makes the updates that we make, of ${task}`, async function () {
      const python = requirePython(this);
      const learned = await exported({
        task,
        cell: 'gru',
        sideHeads: task === 'infill',
        text: VERSE,
        schedule: 'constant',
        validation: 0.05,
      });
      const how = ['--updates', '5', '--warmup', '0', '--validate-every', '5', '--device', 'cpu', '--output', at('there')];
      runPython(python, [path.join(at('exported'), 'train.py'), learned, ...how]);
      await imported();
      await resumeRun(at('imported'), { updates: 5 }, FOLLOWER, { readable: 'anything' });
      await importRun({ folder: at('trained there'), weights: at('there') });
      const [ours, theirs] = ['imported', 'trained there'].map(
        (run) => readCheckpoint(readFileSync(path.join(at(run), 'last.safetensors'))).tensors,
      );
      for (const [name, { data }] of theirs ?? []) {
        if (name.startsWith('optimizer/')) continue;
        const farthest = Math.max(...data.map((value, index) => Math.abs(value - (ours?.get(name)?.data[index] as number))));
        assert.ok(farthest < 1e-4, `${name}: ${farthest}`); // five steps of 0.02
      }
    });
  }

  it("reads PyTorch's own weights with a vocabulary beside them, and says what it assumed", async () => {
    const symbols = [...new Set(VERSE)].sort();
    write('theirs/weights.safetensors', rnnWeights(symbols.length, 0.1));
    write('theirs/vocab.json', JSON.stringify(Object.fromEntries(symbols.map((symbol, row) => [symbol, row]))));
    const { summary, notes } = await importRun({ folder: at('imported'), weights: at('theirs/weights.safetensors') });
    assert.deepEqual([summary.experiment.cell, summary.experiment.hidden, summary.status], ['rnn', 8, 'stopped']);
    assert.match(notes.join(' '), new RegExp(`${symbols.length} characters matched`));
    assert.match(summary.message ?? '', /Its weights came from weights\.safetensors/);
    const checkpoint = readCheckpoint(readFileSync(path.join(at('imported'), 'last.safetensors')));
    assert.deepEqual(checkpoint.vocabulary, symbols);
  });

  it('refuses in words what cannot become a run, and leaves nothing behind', async () => {
    const file = write('bare.safetensors', rnnWeights(5, 0.1));
    const refused = (weights: string, message: RegExp, options: ExperimentOptions = {}) =>
      assert.rejects(importRun({ folder: at('imported'), weights, options }), message);
    await refused(file, /bare\.safetensors does not say what its rows stand for\. Give its vocabulary/);
    write('vocab.json', '["a", "b", "c", "d", "the"]');
    await refused(file, /has “the”, which is not one character/);
    write('vocab.json', '["a", "b", "c"]');
    await refused(file, /rows for 5 symbols that are read, and their vocabulary names 3/);
    write('vocab.json', '["a", "b", "c", "d", "e"]');
    await refused(file, /PyTorch has no cell with the equations of gru/, { cell: 'gru' });
    mkdirSync(at('empty'));
    await refused(at('empty'), /There is no model\.safetensors in .*choose the file of weights itself/);
    await refused(at('nowhere.safetensors'), /There is no file nowhere\.safetensors/);
    await refused(write('text.safetensors', 'no weights'), /text\.safetensors: This is not a safetensors file/);
    await exported({ task: 'language-model', cell: 'rnn', text: VERSE });
    await refused(at('run'), /run is a run already/);
    await refused(at('exported'), /is of a network with hidden 8 \(not 9\)/, { hidden: 9 });
    assert.equal(existsSync(at('imported')), false);
    await importRun({ folder: at('imported'), weights: at('exported') });
    await refused(at('exported'), /There is already a run in/);
  });

  it('brings back a cell of somebody with its equations, by parsing them', async () => {
    const cell = write('own.cell', readFileSync('test/engine/export/pytorch/cells/hostile.cell', 'utf8'));
    await exported({ task: 'language-model', cell, text: VERSE });
    const { cellSource, experiment } = await imported();
    assert.equal(cellSource, readFileSync(cell, 'utf8'));
    assert.equal(experiment.cell, 'hostile-cell');
    const { tensors, metadata } = decodeSafetensors(readFileSync(path.join(at('exported'), 'model.safetensors')));
    write('exported/model.safetensors', encodeSafetensors(tensors, { ...metadata, 'unroll.cell': 'cell x\nstate h\n\nh = eval(x)\n' }));
    await assert.rejects(importRun({ folder: at('again'), weights: at('exported') }), /its cell has a mistake/);
  });

  it('writes an export whole into a new folder, and never over what somebody has in one', async () => {
    await exported({ task: 'language-model', cell: 'rnn', text: VERSE });
    assert.deepEqual(readdirSync(at('exported')).sort(), ['README.md', 'model.py', 'model.safetensors', 'train.py', 'vocab.json']);
    const tools = { baselines: new Baselines('anything'), following: FOLLOWER };
    const before = readFileSync(path.join(at('exported'), 'model.safetensors'));
    await assert.rejects(
      exportRun({ run: at('run'), format: 'pytorch', output: at('exported') }, tools),
      /There is something in .* already/,
    );
    assert.deepEqual(readFileSync(path.join(at('exported'), 'model.safetensors')), before);
    await assert.rejects(
      exportRun({ run: at('run'), format: 'pytorch', output: write('file', 'mine') }, tools),
      /a part of that path is a file|could not be/,
    );
    assert.equal(readFileSync(at('file'), 'utf8'), 'mine');
  });
});

/** Debian's torchrun of PyTorch 1.13 cannot do without redirecting under Python 3.11: it is told to, and to tell what it redirects. */
function runTorchrun(python: string, logs: string, words: readonly string[]): string {
  const torchrun = ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node=2'];
  const told = ['--redirects=1', '--tee=1', `--log_dir=${logs}`];
  const { status, stdout, stderr } = spawnSync(python, [...torchrun, ...told, ...words], {
    timeout: 100_000,
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1' },
  });
  assert.equal(status, 0, `${stdout}${stderr}`.slice(-4000));
  return stdout;
}
