/** Training from a file: a person's, with what is said beside it in its place, and a run's own, which comes to the same weights. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { cliBench, rnnWeights, SMALL, VERSE } from './cliBench';

describe('command line: train an experiment file', function () {
  this.timeout(120_000);
  const { folder, unroll, write, refuses } = cliBench();
  const experimentOf = (run: string) => JSON.parse(readFileSync(path.join(folder(), run, 'experiment.json'), 'utf8'));
  const weightsOf = (run: string) => {
    const { tensors, update } = readCheckpoint(readFileSync(path.join(folder(), run, 'last.safetensors')));
    return { update, tensors: [...tensors].map(([name, { data }]) => [name, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]) };
  };
  const trains = async (...words: readonly string[]) => {
    const outcome = await unroll(['train', ...words]);
    assert.equal(outcome.code, 0, outcome.stderr);
    return outcome;
  };

  const SETTINGS = { hidden: 8, device: 'reference', updates: 12, batch: 4, window: 16 };
  const CELL = readFileSync('test/runs/version-0.1.0/wave.cell', 'utf8');
  const rows = (row: (index: number) => string) => Array.from({ length: 60 }, (_, index) => row(index)).join('\n');
  const labels = `kind,words\n${rows((index) => (index % 2 ? `vowels,${'aeiou'.repeat(1 + (index % 3))}` : `others,${'bcdfg'.repeat(1 + (index % 4))}`))}\n`;

  it('fills in what it does not say as the command line does, and is named by the file', async () => {
    write('data/verse.txt', VERSE);
    write('exp/small.unroll.json', JSON.stringify({ ...SETTINGS, files: ['../data/verse.txt'] }));
    await trains('exp/small.unroll.json');
    await trains('data/verse.txt', '--out', 'said', ...'--hidden 8 --device reference --updates 12 --batch 4 --window 16'.split(' '));
    const own = experimentOf('.unroll/runs/small-gru-1');
    assert.deepEqual(own, { ...experimentOf('said'), files: ['data/verse.txt'] });
    assert.deepEqual(weightsOf('.unroll/runs/small-gru-1'), weightsOf('said'));
  });

  it('gives way to flags, of which a new end takes the place of the old one, and to texts beside it', async () => {
    write('verse.txt', VERSE);
    write('other.txt', VERSE.toUpperCase());
    write('a.unroll.json', JSON.stringify({ ...SETTINGS, files: ['nowhere.txt'], cell: 'lstm', cellSource: CELL }));
    await trains('a.unroll.json', 'other.txt', '--out', 'run', '--epochs', '1', '--cell', 'gru', '--hidden', '4');
    const { files, updates, epochs, cell, hidden, window, cellSource } = experimentOf('run');
    assert.deepEqual([files, updates, epochs, cell, hidden, window], [[path.join(folder(), 'other.txt')], undefined, 1, 'gru', 4, 16]);
    assert.match(cellSource, /cell gru/);
  });

  const same: Readonly<Record<string, { readonly files: Readonly<Record<string, string | Uint8Array>>; readonly settings: object }>> = {
    'a text, and a cell of its own with equations that are gone by then': {
      files: { 'verse.txt': VERSE, 'wave.cell': CELL },
      settings: { files: ['verse.txt'], cell: 'wave.cell', dropout: 0.2, validation: 0.1 },
    },
    'a table with a header, whose columns were found': {
      files: { 'labels.csv': labels },
      settings: { task: 'classify', files: ['labels.csv'] },
    },
    'pairs of a table, in words': {
      files: { 'pairs.tsv': rows((index) => `one two ${index % 7}\tthree four ${index % 5}`) },
      settings: { task: 'translate', units: 'words', files: ['pairs.tsv'], teacherForcing: 0.5 },
    },
    'a text in an encoding that was said, with its line ends': {
      files: { 'menu.txt': Buffer.from('caf\xe9 cr\xe8me br\xfbl\xe9e\r\n'.repeat(40), 'latin1') },
      settings: { files: ['menu.txt'], encoding: 'windows-1252', lineEnds: 'keep' },
    },
    gaps: { files: { 'verse.txt': VERSE }, settings: { task: 'infill', files: ['verse.txt'], inputDropout: 0.1 } },
    'a rule': { files: { 'verse.txt': VERSE.replaceAll('the', 'The') }, settings: { task: 'tag', rule: 'case', files: ['verse.txt'] } },
    'two files for two labels': {
      files: {
        'kinds/a.txt': rows((index) => 'aei'.repeat(1 + (index % 3))),
        'kinds/b.txt': rows((index) => 'xyz'.repeat(1 + (index % 3))),
      },
      settings: { task: 'generate-from-label', files: ['kinds'], optimizer: 'rmsprop', momentum: 0.3 },
    },
  };
  for (const [what, { files, settings }] of Object.entries(same))
    it(`a run's own experiment comes to the same weights bit for bit: ${what}`, async () => {
      for (const [name, content] of Object.entries(files)) write(name, content);
      write('it.unroll.json', JSON.stringify({ ...SETTINGS, ...settings }));
      await trains('it.unroll.json', '--out', '.unroll/runs/first');
      rmSync(path.join(folder(), 'wave.cell'), { force: true });
      await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second');
      assert.deepEqual(experimentOf('.unroll/runs/second'), experimentOf('.unroll/runs/first'));
      const [first, second] = [weightsOf('.unroll/runs/first'), weightsOf('.unroll/runs/second')];
      assert.equal(first.update, 12);
      assert.deepEqual(second, first);
    });

  it('also where a time was asked for, and the device was chosen by measuring', async () => {
    write('verse.txt', VERSE);
    const { stdout } = await trains('verse.txt', '--hidden', '8', '--minutes', '0.02', '--out', '.unroll/runs/first');
    // A machine that turned slower ended it before the updates that were planned.
    if (!/Training is complete/.test(stdout)) assert.equal((await unroll(['resume', '--run', '.unroll/runs/first'])).code, 0);
    await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second');
    const { device, ...second } = experimentOf('.unroll/runs/second');
    assert.notEqual(device, 'auto', 'that it measures anew would be another device, or the same by chance');
    assert.deepEqual({ ...second, device: 'auto' }, experimentOf('.unroll/runs/first'));
    assert.deepEqual(weightsOf('.unroll/runs/second'), weightsOf('.unroll/runs/first'));
  });

  const CARRIED = { hidden: 8, device: 'reference', updates: 5, batch: 4, window: 16, cell: 'rnn' };

  it('starts from weights that it names, and so does the run that repeats it', async () => {
    const symbols = [...new Set(VERSE)];
    write('verse.txt', VERSE);
    write('data/model.safetensors', rnnWeights(symbols.length, 0.1));
    write('data/vocab.json', JSON.stringify(symbols));
    const { cell, ...said } = CARRIED;
    const init = { init: '../data/model.safetensors', initVocabulary: '../data/vocab.json' };
    write('exp/a.unroll.json', JSON.stringify({ ...said, files: ['../verse.txt'], ...init }));
    await trains('exp/a.unroll.json', '--out', '.unroll/runs/first');
    const flags = ['--init', 'data/model.safetensors', '--init-vocabulary', 'data/vocab.json', '--device', 'reference'];
    await trains('verse.txt', ...flags, '--updates', '5', '--batch', '4', '--window', '16', '--out', '.unroll/runs/said');
    const first = experimentOf('.unroll/runs/first');
    assert.deepEqual([first.init, first.initVocabulary, first.cell], ['data/model.safetensors', 'data/vocab.json', 'rnn']);
    assert.deepEqual(first, experimentOf('.unroll/runs/said'));
    await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second');
    assert.deepEqual(experimentOf('.unroll/runs/second'), first);
    for (const run of ['second', 'said']) assert.deepEqual(weightsOf(`.unroll/runs/${run}`), weightsOf('.unroll/runs/first'), run);
  });

  it('a run that started from a run keeps which of its checkpoints that was, and says where that is another one by now', async () => {
    write('verse.txt', VERSE);
    write('a.unroll.json', JSON.stringify({ ...CARRIED, files: ['verse.txt'] }));
    await trains('a.unroll.json', '--out', '.unroll/runs/before');
    await trains('verse.txt', '--init', '.unroll/runs/before', ...SMALL, '--updates', '5', '--out', '.unroll/runs/first');
    assert.equal(experimentOf('.unroll/runs/first').init, '.unroll/runs/before/best.safetensors');
    const { stdout } = await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second');
    assert.deepEqual(weightsOf('.unroll/runs/second'), weightsOf('.unroll/runs/first'));
    assert.doesNotMatch(stdout, /other weights/);
    cpSync(path.join(folder(), '.unroll/runs/second/last.safetensors'), path.join(folder(), '.unroll/runs/before/best.safetensors'));
    const other = await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/third');
    assert.match(other.stdout, /What this starts from is not what first started from: this training comes to other weights/);
    rmSync(path.join(folder(), '.unroll/runs/before/best.safetensors'));
    await refuses(['train', '.unroll/runs/first/experiment.json'], /best\.safetensors could not be read: it is no longer there/);
  });

  it('a run of version 0.1.0 has no default of today in it', async () => {
    cpSync('test/runs/version-0.1.0', path.join(folder(), 'old'), { recursive: true });
    cpSync(path.join(folder(), 'old', 'runs'), path.join(folder(), 'old', '.unroll', 'runs'), { recursive: true });
    await trains('old/.unroll/runs/own-cell/experiment.json', '--out', 'old/.unroll/runs/again');
    const { lineEnds, normalization, sideHeads, cell, ...again } = experimentOf('old/.unroll/runs/again');
    const { device, ...before } = experimentOf('old/.unroll/runs/own-cell');
    assert.deepEqual([lineEnds, normalization, sideHeads], ['keep', 'keep', false]);
    for (const [name, value] of Object.entries(before)) if (name !== 'cell') assert.deepEqual(again[name], value, name);
  });

  it('an experiment.json that came without its run is trained from, and nothing is said of a run', async () => {
    write('verse.txt', VERSE);
    write('a.unroll.json', JSON.stringify({ ...SETTINGS, files: ['verse.txt'] }));
    await trains('a.unroll.json', '--out', '.unroll/runs/first');
    write('sent/experiment.json', JSON.stringify({ ...experimentOf('.unroll/runs/first'), files: ['verse.txt'] }));
    write('sent/verse.txt', VERSE);
    const { stdout } = await trains('sent/experiment.json', '--out', '.unroll/runs/second');
    assert.deepEqual(weightsOf('.unroll/runs/second'), weightsOf('.unroll/runs/first'));
    assert.doesNotMatch(stdout, /before its end|other weights/);
  });

  it('says what cannot be repeated: another text, a run that was resumed', async () => {
    write('verse.txt', VERSE);
    write('a.unroll.json', JSON.stringify({ ...SETTINGS, files: ['verse.txt'] }));
    await trains('a.unroll.json', '--out', '.unroll/runs/first');
    assert.equal((await unroll(['resume', '--run', '.unroll/runs/first', '--updates', '20'])).code, 0);
    write('verse.txt', VERSE.toUpperCase());
    const { stdout } = await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second');
    assert.match(stdout, /first was resumed at update 12\./);
    assert.match(stdout, /What is learned from is not what first learned from: this training comes to other weights/);
  });

  it('a run that was stopped is trained to the end that was planned, and that is said', async () => {
    write('verse.txt', VERSE);
    await trains('verse.txt', ...SMALL, '--updates', '12', '--out', '.unroll/runs/first');
    const log = path.join(folder(), '.unroll/runs/first/metrics.jsonl');
    const stopped = readFileSync(log, 'utf8').replace('"reason":"updates"', '"reason":"stopped"');
    write('.unroll/runs/first/metrics.jsonl', stopped);
    for (const made of ['summary.json', 'curve.json']) rmSync(path.join(folder(), '.unroll/runs/first', made));
    const { stdout } = await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second');
    assert.match(stdout, /first is at update 12, before its end: this training goes on to the end/);
  });

  it('a run of another end or size is the same but for that', async () => {
    write('verse.txt', VERSE);
    write('a.unroll.json', JSON.stringify({ ...SETTINGS, files: ['verse.txt'] }));
    await trains('a.unroll.json', '--out', '.unroll/runs/first');
    await trains('.unroll/runs/first/experiment.json', '--out', '.unroll/runs/second', '--updates', '14', '--hidden', '6');
    assert.deepEqual(experimentOf('.unroll/runs/second'), { ...experimentOf('.unroll/runs/first'), updates: 14, hidden: 6 });
  });

  it('refuses, by name and place, what it cannot read', async () => {
    write('verse.txt', VERSE);
    write('bad.unroll.json', '{\n  "hiden": 8\n}');
    await refuses(['train', 'bad.unroll.json'], /bad\.unroll\.json, line 2, column 3: There is no setting hiden\. Did you mean hidden\?/);
    write('newer.unroll.json', '{"version": 3}');
    await refuses(['train', 'newer.unroll.json'], /version 3, and this Unroll reads version 1/);
    write('empty.unroll.json', '{}');
    await refuses(['train', 'empty.unroll.json'], /names no files to learn from/);
    write('two.unroll.json', '{}');
    await refuses(['train', 'two.unroll.json', 'empty.unroll.json'], /one at a time/);
    await refuses(['train', 'none.unroll.json'], /There is no file none\.unroll\.json here/);
    write('columns.unroll.json', '{"files": ["verse.txt"]}');
    await refuses(['train', 'columns.unroll.json', '--input-column', '1'], /inputColumn is for rows of a table/);
  });

  it('reads nothing outside its folder and this one, unless that is allowed', async () => {
    write('elsewhere/secret.txt', VERSE);
    write('work/a.unroll.json', JSON.stringify({ ...SETTINGS, files: ['../elsewhere/secret.txt'] }));
    const cwd = path.join(folder(), 'work');
    await refuses(['train', 'a.unroll.json'], /a\.unroll\.json names a file outside its folder: .*secret\.txt/, { cwd });
    assert.equal((await unroll(['train', 'a.unroll.json', '--read-anywhere'], { cwd })).code, 0);
    write('work/cell.unroll.json', JSON.stringify({ files: ['a.txt'], cell: '../elsewhere/wave.cell' }));
    await refuses(['train', 'cell.unroll.json'], /outside its folder: .*wave\.cell/, { cwd });
  });
});
