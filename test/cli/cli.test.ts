/** Every command from outside: what it prints, what it leaves, how it ends. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { builtEntry } from '../process/builtEntry';
import { temporaryFolder } from '../process/temporaryFolder';
import { type Circumstances, commandLine } from './commandLine';

const VERSE = 'the cat sat on the mat; the rat sat on the cat.\n'.repeat(20);
const SMALL = ['--device', 'reference', '--hidden', '8', '--batch', '4', '--window', '16'];

describe('command line', function () {
  this.timeout(60_000);
  const script = builtEntry('src/cli/cli.ts');
  const folder = temporaryFolder();
  const unroll = (words: readonly string[], circumstances: Partial<Circumstances> = {}) =>
    commandLine(script(), words, { cwd: folder(), ...circumstances });
  const write = (name: string, content: string | Uint8Array) => writeFileSync(path.join(folder(), name), content);
  const trained = async (...words: readonly string[]) => {
    write('verse.txt', VERSE);
    const outcome = await unroll(['train', 'verse.txt', ...SMALL, '--updates', '10', '--out', 'run', ...words]);
    assert.equal(outcome.code, 0, outcome.stderr);
    return outcome;
  };
  /** A stated error: one line, no stack, exit code 1. */
  const refuses = async (words: readonly string[], message: RegExp, circumstances: Partial<Circumstances> = {}) => {
    const { code, stderr } = await unroll(words, circumstances);
    const last = stderr.trimEnd().split('\n').at(-1) ?? '';
    assert.match(last, /^unroll: /);
    assert.match(last, message);
    assert.doesNotMatch(stderr, /^\s+at .*js/m);
    assert.equal(code, 1);
  };

  it('learns hello and says it', async () => {
    write('hello.txt', 'hello');
    const training = await unroll(['train', 'hello.txt', '--device', 'reference', '--hidden', '16', '--lr', '0.02', '--updates', '100']);
    assert.equal(training.code, 0);
    assert.match(training.stdout, /5 characters to learn from, 0 held out, 4 different/);
    assert.match(training.stdout, /CPU · 64-bit reference/);
    assert.match(training.stdout, /\.unroll\/runs\/hello-lstm-1/);
    const generation = await unroll([
      'generate',
      '--run',
      '.unroll/runs/hello-lstm-1',
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
      'experiment.json',
      'last.safetensors',
      'metrics.jsonl',
      'samples.jsonl',
    ]);
  });

  it('puts every flag into the experiment, and defaults where none is given', async () => {
    write('verse.txt', VERSE);
    const flags =
      '--cell gru --hidden 6 --layers 2 --embedding 3 --dropout 0.1 --batch 3 --window 8 --optimizer sgd --lr 0.1 --schedule step --momentum 0.5 --clip 2 --validation 0.1 --seed 7 --device reference --updates 3 --epochs 4 --minutes 5 --patience 9 --checkpoint-every 2 --validate-every 3 --initializer normal:0.01';
    const outcome = await unroll(['train', 'verse.txt', '--out', 'flags', ...flags.split(' ')]);
    assert.equal(outcome.code, 0, outcome.stderr);
    const { cellSource, ...experiment } = JSON.parse(readFileSync(path.join(folder(), 'flags', 'experiment.json'), 'utf8'));
    assert.deepEqual(experiment, {
      version: 1,
      task: 'language-model',
      files: [path.join(folder(), 'verse.txt')],
      cell: 'gru',
      hidden: 6,
      layers: 2,
      embedding: 3,
      dropout: 0.1,
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
      updates: 3,
      epochs: 4,
      minutes: 5,
      patience: 9,
      checkpointEvery: 2,
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
        learningRate: 0.002,
        schedule: 'constant',
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
    assert.match(stdout, /Ends after 3 minutes or 300 times through the text\./);
    const { minutes, epochs } = JSON.parse(readFileSync(path.join(folder(), '.unroll/runs/hello-lstm-1/experiment.json'), 'utf8'));
    assert.deepEqual([minutes, epochs], [3, 300]);
  });

  it('stops at Ctrl+C with a checkpoint, and says how to resume', async () => {
    write('verse.txt', VERSE);
    const stopped = await unroll(['train', 'verse.txt', ...SMALL, '--updates', '100000', '--json', '--out', 'my run'], {
      interruptAt: /"update":50,/,
    });
    assert.equal(stopped.code, 0);
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
    assert.equal(words.code, 0);
    assert.match(words.stdout, /Resume: +node \S*cli\.js resume --run 'my run'/);
  });

  it('generates, in words and in JSON, the same for the same seed', async () => {
    await trained();
    const words = [
      'generate',
      '--run',
      'run',
      '--prompt',
      'the',
      '--length',
      '12',
      '--temperature',
      '1.2',
      '--top-k',
      '9',
      '--top-p',
      '0.95',
      '--seed',
      '5',
      '--count',
      '2',
    ];
    const [plain, json] = await Promise.all([unroll(words), unroll([...words, '--json'])]);
    const continuations = json.json() as {
      seed: number;
      text: string;
      characters: { character: string; probability: number; alternatives: { character: string; probability: number }[] }[];
    }[];
    assert.deepEqual(
      continuations.map(({ seed }) => seed),
      [5, 6],
    );
    assert.equal(plain.stdout, continuations.map(({ seed, text }) => `── seed ${seed} ──\nthe${text}\n`).join(''));
    for (const { text, characters } of continuations) {
      assert.equal([...text].length, 12);
      assert.equal(characters.map(({ character }) => character).join(''), text);
      for (const { probability, alternatives } of characters)
        assert.ok(alternatives.length === 5 && (alternatives[0]?.probability ?? 0) >= probability);
    }
  });

  it('warns of characters that the model never saw', async () => {
    await trained();
    const { code, stderr } = await unroll(['generate', '--run', 'run', '--prompt', 'thé ß', '--length', '5']);
    assert.equal(code, 0);
    assert.match(stderr, /^unroll: the model never saw "é", "ß" in training/);
  });

  it('scores a text', async () => {
    await trained();
    const { json } = await unroll(['score', '--run', 'run', 'verse.txt', '--json']);
    const [{ nats, characters, perplexity, perCharacter }] = json() as [
      { nats: number; characters: number; perplexity: number; perCharacter: { character: string; nats: number }[] },
    ];
    assert.equal(characters, [...VERSE].length - 1);
    assert.ok(Math.abs(perplexity - Math.exp(nats / characters)) < 1e-9);
    assert.ok(Math.abs(perCharacter.reduce((sum, each) => sum + each.nats, 0) - nats) < 1e-6);
    const best = await unroll(['score', '--run', 'run/best.safetensors', 'verse.txt']);
    assert.match(best.stdout, /^\d\.\d{4} nats\/char +\d\.\d{4} bits\/char +perplexity \d+\.\d{3} +over 959 characters\n$/);
  });

  it('traces every named activation', async () => {
    await trained('--layers', '2');
    const { json } = await unroll(['trace', '--run', 'run', '--text', 'the cat', '--json']);
    const [traced] = json() as [
      {
        characters: string[];
        surprise: (number | null)[];
        layers: { units: number; activations: { name: string; equation: string; values: number[][] }[] }[];
      },
    ];
    assert.deepEqual(traced.characters, [...'the cat']);
    assert.equal(traced.surprise[0], null);
    assert.equal(traced.layers.length, 2);
    for (const { units, activations } of traced.layers) {
      assert.deepEqual(activations.map(({ name }) => name).sort(), ['c', 'f', 'g', 'h', 'i', 'o']);
      for (const { values } of activations)
        assert.ok(values.length === 7 && values.every((row) => row.length === units && row.every(Number.isFinite)));
    }
    const { stdout } = await unroll(['trace', '--run', 'run', '--text', 'the cat']);
    assert.match(stdout, /^layer 2\nh +[▁-█]{7} {2}h' = o \* tanh\(c'\)$/m);
  });

  it('starts from the weights of PyTorch by their names', async () => {
    write('verse.txt', VERSE);
    const size = new Set(VERSE).size;
    const tensor = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) });
    const zero = new Map([
      ['rnn.weight_ih_l0', tensor(8, size)],
      ['rnn.weight_hh_l0', tensor(8, 8)],
      ['rnn.bias_ih_l0', tensor(8)],
      ['rnn.bias_hh_l0', tensor(8)],
      ['head.weight', tensor(size, 8)],
      ['head.bias', tensor(size)],
    ]);
    write('zero.safetensors', encodeSafetensors(zero, {}));
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
    await refuses(['train', 'verse.txt', ...SMALL, '--init', 'none.safetensors'], /none\.safetensors could not be read/);
  });

  it('lists devices and cells, shows and checks a cell', async () => {
    const devices = await unroll(['devices', '--json']);
    assert.deepEqual(
      devices
        .json()
        .map(({ device }) => device)
        .sort(),
      ['cpu', 'reference', 'wasm', 'webasm', 'webgpu'],
    );
    assert.match((await unroll(['devices'])).stdout, /^✓ reference +CPU · 64-bit reference$/m);
    assert.match((await unroll(['cells', 'list'])).stdout, /^lstm +Long Short-Term Memory$/m);
    const shown = await unroll(['cells', 'show', 'gru']);
    write('mine.cell', shown.stdout);
    assert.match((await unroll(['cells', 'backward', 'rnn'])).stdout, /^dW_hh = d\(W_hh h\) hᵀ$/m);
    const checked = await unroll(['cells', 'check', 'mine.cell']);
    assert.deepEqual([checked.code, checked.stdout.startsWith('mine.cell is right: cell gru, state h;')], [0, true]);
    write('bad.cell', "cell bad\nstate h\nh' = tanh(W_x y + W_h h)\nq = \n");
    const bad = await unroll(['cells', 'check', 'bad.cell']);
    assert.equal(bad.code, 1);
    assert.match(bad.stdout, /^bad\.cell:3:\d+: .+\nbad\.cell:4:\d+: .+\n/);
    assert.match(bad.stderr, /^unroll: There are \d mistakes in bad\.cell\.\n$/);
    write('verse.txt', VERSE);
    await refuses(['train', 'verse.txt', ...SMALL, '--cell', 'bad.cell'], /bad\.cell:3:/);
    const mine = await unroll(['train', 'verse.txt', ...SMALL, '--cell', 'mine.cell', '--updates', '1']);
    assert.equal(mine.code, 0);
    assert.ok(existsSync(path.join(folder(), '.unroll/runs/verse-mine-1')));
  });

  it('states what is wrong with a text', async () => {
    write('empty.txt', '');
    write('one.txt', 'x');
    write('binary.txt', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0));
    write('latin.txt', Buffer.from('caf\xe9', 'latin1'));
    write('big.txt', '');
    truncateSync(path.join(folder(), 'big.txt'), 200 * 1024 * 1024);
    await refuses(['train', 'empty.txt'], /no text in it/);
    await refuses(['train', 'one.txt'], /one character/);
    await refuses(['train', 'binary.txt'], /not a text file/);
    await refuses(['train', 'latin.txt'], /not UTF-8: line 1/);
    await refuses(['train', 'gone.txt'], /“gone\.txt” is not there/);
    await refuses(['train', 'big.txt'], /200 MB/);
    assert.deepEqual(readdirSync(path.join(folder(), '.unroll/runs')), []);
  });

  it('states what is wrong with a run', async () => {
    await refuses(['generate', '--run', 'none', '--prompt', 'x'], /no run in none/);
    await refuses(['resume', '--run', 'none'], /no run in /);
    await trained();
    await refuses(['train', 'verse.txt', ...SMALL, '--updates', '1', '--out', 'run'], /already a run/);
    const weights = path.join(folder(), 'run', 'last.safetensors');
    const whole = readFileSync(weights);
    const damages = [
      whole.subarray(0, -1),
      new Uint8Array(),
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 0x7b),
      Buffer.from('not weights at all'),
    ];
    const commands = [
      ['generate', '--prompt', 'x'],
      ['score', 'verse.txt'],
      ['trace', '--text', 'x'],
      ['resume', '--updates', '20'],
    ];
    for (const [index, [command = '', ...words]] of commands.entries()) {
      writeFileSync(weights, damages[index] as Uint8Array);
      await refuses([command, '--run', 'run', ...words], /last\.safetensors/);
    }
    rmSync(weights);
    await refuses(['resume', '--run', 'run', '--updates', '20'], /before its first checkpoint/);
  });

  it('states that training diverged, with the way out', async () => {
    write('verse.txt', VERSE);
    await refuses(
      [
        'train',
        'verse.txt',
        ...SMALL,
        '--cell',
        'rnn-relu',
        '--initializer',
        'normal:100',
        '--optimizer',
        'sgd',
        '--lr',
        '100',
        '--clip',
        '0',
        '--updates',
        '100',
      ],
      /no longer a number.*lower learning rate/,
    );
  });

  it('states that a device is not there', async () => {
    write('verse.txt', VERSE);
    const nowhere = { VK_DRIVER_FILES: '/nonexistent', VK_ICD_FILENAMES: '/nonexistent', DISPLAY: '' };
    await refuses(['train', 'verse.txt', ...SMALL, '--device', 'webgpu', '--updates', '1'], /./, { env: nowhere });
  });

  it('tells wrong usage from a stated error', async () => {
    write('verse.txt', VERSE);
    for (const words of [
      [],
      ['trian'],
      ['train'],
      ['train', 'verse.txt', '--hiden', '3'],
      ['train', 'verse.txt', '--hidden', 'many'],
      ['train', 'verse.txt', '--hidden', '1.5'],
      ['train', 'verse.txt', '--hidden', ''],
      ['train', 'verse.txt', '--optimizer', 'adma'],
      ['train', 'verse.txt', '--device', 'tpu'],
      ['train', 'verse.txt', '--lr', '1e9'],
      ['generate', '--prompt', 'x'],
      ['generate', '--run', 'r', '--top-p', '2'],
      ['generate', '--run', 'r', '--length', '0'],
      ['score', '--run', 'r'],
      ['trace', '--run', 'r'],
      ['cells', 'check'],
    ]) {
      const { code, stdout, stderr } = await unroll(words);
      assert.deepEqual([words, code, stdout], [words, 2, '']);
      assert.doesNotMatch(stderr, /^\s+at /m);
    }
    for (const words of [['--help'], ['train', '--help'], ['help', 'generate']]) assert.equal((await unroll(words)).code, 0);
  });
});
