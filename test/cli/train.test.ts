/** Training and resuming from outside: what is printed, what is left, how it ends. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { listRuns } from '../../src/runs/listRuns';
import { cliBench, rnnWeights, SMALL, VERSE } from './cliBench';

describe('command line: train', function () {
  this.timeout(60_000);
  const { folder, script, unroll, write, trained, refuses } = cliBench();

  it('learns hello and says it', async () => {
    write('hello.txt', 'hello');
    const training = await unroll(['train', 'hello.txt', '--device', 'reference', '--hidden', '16', '--lr', '0.02', '--updates', '100']);
    assert.equal(training.code, 0);
    assert.match(training.stdout, /5 characters to learn from, 0 held out, 4 different/);
    assert.match(training.stdout, /CPU · 64-bit reference/);
    assert.match(training.stdout, /\.unroll\/runs\/hello-gru-1/);
    const generation = await unroll([
      'generate',
      '--run',
      '.unroll/runs/hello-gru-1',
      '--prompt',
      'h',
      '--temperature',
      '0',
      '--length',
      '4',
    ]);
    assert.deepEqual([generation.code, generation.stdout, generation.stderr], [0, 'hello\n', '']);
  });

  it('prints one JSON object a line, at last how it ended', async () => {
    const { json } = await trained('--json', '--validate-every', '5', '--checkpoint-every', '5');
    const lines = json();
    const updates = lines.filter((line) => 'update' in line);
    assert.deepEqual(
      updates.map(({ update }) => update),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    for (const { loss, gradNorm, charsPerSecond } of updates)
      for (const number of [loss, gradNorm, charsPerSecond]) assert.ok(typeof number === 'number' && number > 0);
    const validations = lines.flatMap(({ validation }) => (validation ? [validation as { update: number; loss: number }] : []));
    assert.deepEqual(
      validations.map(({ update }) => update),
      [5, 10],
    );
    const { done } = lines.at(-1) as { done: Record<string, unknown> };
    assert.deepEqual(
      [done.reason, done.update, done.validation, done.run],
      ['updates', 10, validations[1]?.loss, path.join(folder(), 'run')],
    );
    assert.equal(lines.length, 10 + 2 + 1);
    assert.deepEqual(readdirSync(path.join(folder(), 'run')).sort(), [
      'best.safetensors',
      'curve.json',
      'experiment.json',
      'last.safetensors',
      'metrics.jsonl',
      'samples.jsonl',
      'summary.json',
    ]);
  });

  it('puts every flag into the experiment, and defaults where none is given', async () => {
    write('verse.txt', VERSE);
    const flags =
      '--cell gru --hidden 6 --layers 2 --residual --embedding 3 --dropout 0.1 --input-dropout 0.2 --batch 3 --window 8 --optimizer sgd --lr 0.1 --schedule step --momentum 0.5 --clip 2 --validation 0.1 --seed 7 --device reference --updates 3 --epochs 4 --minutes 5 --patience 9 --checkpoint-every 2 --validate-every 3 --keep-checkpoints 2 --initializer normal:0.01 --units characters --vocabulary 40 --keep-vocabulary';
    const outcome = await unroll(['train', 'verse.txt', '--out', 'flags', ...flags.split(' ')]);
    assert.equal(outcome.code, 0, outcome.stderr);
    const { cellSource, ...experiment } = JSON.parse(readFileSync(path.join(folder(), 'flags', 'experiment.json'), 'utf8'));
    assert.deepEqual(experiment, {
      version: 1,
      task: 'language-model',
      files: [path.join(folder(), 'verse.txt')],
      encoding: 'auto',
      lineEnds: 'lf',
      normalization: 'nfc',
      inputColumn: 1,
      targetColumn: 2,
      header: false,
      bidirectional: 'no',
      residual: true,
      attention: 'none',
      teacherForcing: 1,
      sideHeads: false,
      units: 'characters',
      vocabulary: 40,
      cell: 'gru',
      hidden: 6,
      layers: 2,
      embedding: 3,
      dropout: 0.1,
      inputDropout: 0.2,
      batch: 3,
      window: 8,
      optimizer: 'sgd',
      learningRate: 0.1,
      schedule: 'step',
      momentum: 0.5,
      clip: 2,
      validation: 0.1,
      seed: 7,
      device: 'reference',
      // Of the three ends, the one that comes first.
      updates: 3,
      patience: 9,
      checkpointEvery: 2,
      keepCheckpoints: 2,
      keepVocabulary: true,
      validateEvery: 3,
      initializer: 'normal:0.01',
    });
    assert.match(cellSource, /^cell gru$/m);
    const defaults = await unroll(['train', 'verse.txt', '--out', 'defaults', '--device', 'reference', '--updates', '1']);
    assert.equal(defaults.code, 0);
    const { hidden, layers, batch, window, optimizer, learningRate, schedule, momentum, clip, validation, seed, embedding, dropout } =
      JSON.parse(readFileSync(path.join(folder(), 'defaults', 'experiment.json'), 'utf8'));
    assert.deepEqual(
      { hidden, layers, batch, window, optimizer, learningRate, schedule, momentum, clip, validation, seed, embedding, dropout },
      {
        hidden: 128,
        layers: 1,
        batch: 32,
        window: 64,
        optimizer: 'adam',
        learningRate: 0.004,
        schedule: 'cosine',
        momentum: 0,
        clip: 5,
        validation: 0.05,
        seed: 1,
        embedding: 0,
        dropout: 0,
      },
    );
  });

  it('says when it ends where nobody did', async () => {
    write('hello.txt', 'hello');
    const { code, stdout } = await unroll(['train', 'hello.txt', '--device', 'reference', '--hidden', '4']);
    assert.equal(code, 0);
    assert.match(stdout, /Chosen for 5 characters: gru, at most 300 times through the text and 3 minutes\./);
    assert.match(stdout, /Ends after 300 updates, in less than 3 minutes\./);
    const { minutes, epochs, updates } = JSON.parse(readFileSync(path.join(folder(), '.unroll/runs/hello-gru-1/experiment.json'), 'utf8'));
    assert.deepEqual([minutes, epochs, updates], [undefined, undefined, 300]);
  });

  it('stops at Ctrl+C with a checkpoint, and says how to resume', async () => {
    write('verse.txt', VERSE);
    const stopped = await unroll(['train', 'verse.txt', ...SMALL, '--updates', '100000', '--json', '--out', 'my run'], {
      interruptAt: /"update":50,/,
    });
    assert.equal(stopped.code, 130);
    const { done } = stopped.json().at(-1) as { done: { reason: string; update: number } };
    assert.equal(done.reason, 'stopped');
    const resumed = await unroll(['resume', '--run', 'my run', '--updates', String(done.update + 2), '--json']);
    assert.equal(resumed.code, 0);
    assert.deepEqual(
      resumed
        .json()
        .filter((line) => 'update' in line)
        .map(({ update }) => update),
      [done.update + 1, done.update + 2],
    );
    const words = await unroll(['resume', '--run', 'my run', '--updates', '100000'], { interruptAt: /Goes on after/ });
    assert.equal(words.code, 130);
    assert.match(words.stdout, /Resume: +node \S*cli\.js resume --run 'my run'/);
  });

  it('ends with a checkpoint and leaves no lock where nobody reads on', async () => {
    write('verse.txt', VERSE);
    const train = ['train', 'verse.txt', ...SMALL, '--updates', '1000000', '--checkpoint-every', '1000000', '--out', 'unread', '--json'];
    const piped = ['-c', '("$@"; echo $? >code) | head -1', 'sh', process.execPath, script(), ...train];
    const read = execFileSync('sh', piped, { cwd: folder(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    assert.equal(JSON.parse(read).update, 1);
    assert.equal(readFileSync(path.join(folder(), 'code'), 'utf8'), '141\n');
    const { runs } = await listRuns(folder());
    assert.deepEqual([runs[0]?.status, runs[0]?.hasCheckpoint], ['stopped', true]);
    assert.ok(!existsSync(path.join(folder(), 'unread', 'training.lock')));
    assert.equal(readCheckpoint(readFileSync(path.join(folder(), 'unread', 'last.safetensors'))).update, runs[0]?.update);
  });

  it('starts from the weights of PyTorch by their names', async () => {
    write('verse.txt', VERSE);
    const size = new Set(VERSE).size;
    write('zero.safetensors', rnnWeights(size));
    const { code, json, stderr } = await unroll([
      'train',
      'verse.txt',
      ...SMALL,
      '--cell',
      'rnn',
      '--updates',
      '1',
      '--init',
      'zero.safetensors',
      '--json',
    ]);
    assert.equal(code, 0, stderr);
    assert.ok(Math.abs((json()[0]?.loss as number) - Math.log(size)) < 1e-6, 'a network of zeros holds all characters for equally likely');
    await refuses(
      ['train', 'verse.txt', ...SMALL, '--cell', 'lstm', '--updates', '1', '--init', 'zero.safetensors'],
      /zero\.safetensors: /,
    );
    await refuses(['train', 'verse.txt', ...SMALL, '--init', 'none.safetensors'], /There is no file none\.safetensors here\./);
  });

  it('starts an encoder and a decoder of PyTorch, too', async () => {
    write('words.tsv', 'ab\tvw\ncd\txy\nef\tz\n'); // six characters and five: with the boundary, as in the golden network
    const { tensors } = decodeSafetensors(readFileSync('test/golden/translate-dot-one-way/golden.safetensors'));
    const weights = [...tensors].flatMap(([name, tensor]) => (name.startsWith('weight.') ? [[name.slice(7), tensor] as const] : []));
    const head = (name: string) => name.startsWith('head.');
    const equal = weights.map(([name, { shape, data }]) => [name, { shape, data: head(name) ? data.map(() => 0) : data }] as const);
    write('start.safetensors', encodeSafetensors(new Map(equal), {}));
    const flags =
      '--task translate --cell gru-pytorch --hidden 5 --bidirectional no --attention dot --validation 0 --device reference --updates 1';
    const { code, json, stderr } = await unroll(['train', 'words.tsv', ...flags.split(' '), '--init', 'start.safetensors', '--json']);
    assert.equal(code, 0, stderr);
    assert.ok(Math.abs((json()[0]?.loss as number) - Math.log(6)) < 1e-6, 'with a head of zeros all symbols are equally likely');
    const other = flags.replace('dot', 'additive').split(' ');
    await refuses(['train', 'words.tsv', ...other, '--init', 'start.safetensors'], /W_a\.weight, which this model has no place for/);
  });
});
