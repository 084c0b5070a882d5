/** What is asked of a trained model from outside, and what there is to train with. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { cliBench, SMALL, VERSE } from './cliBench';

describe('command line: generate, score, trace, devices, cells', function () {
  this.timeout(60_000);
  const { folder, unroll, write, trained, refuses } = cliBench();

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
    assert.match(stderr, /^unroll: the model does not know é, ß/);
  });

  it('refuses a label and a target where there is no use for them', async () => {
    await trained();
    await refuses(['generate', '--run', 'run', '--label', 'x'], /This run continues texts\. .*generate-from-label/);
    await refuses(['trace', '--run', 'run', '--text', 'the', '--target', 'x'], /This run continues texts\. .*translate/);
  });

  it('scores what the model never saw as unknown, and says how much that is', async () => {
    await trained();
    write('strange.txt', 'the cät ß');
    const told = await unroll(['score', '--run', 'run', 'strange.txt']);
    assert.match(told.stderr, /^unroll: the model does not know ä, ß; it reads something else instead, and each is scored as unknown\.$/m);
    assert.match(told.stdout, /^2 unknown characters cost 5\.42 nats of these, 2\.7081 each$/m); // ln 15: 14 characters and one more
    const evaluated = await unroll(['evaluate', '--run', 'run', 'strange.txt']);
    assert.match(evaluated.stdout, /^8 characters .*\n2 unknown characters cost 5\.42 nats of these, 2\.7081 each\n/);
    assert.match(evaluated.stderr, /What it does not know is scored as unknown\.$/m);
  });

  it('scores a text', async () => {
    await trained();
    const { json } = await unroll(['score', '--run', 'run', 'verse.txt', '--json']);
    const [{ nats, characters, perplexity, perCharacter, baseline, errors }] = json() as [
      {
        nats: number;
        characters: number;
        perplexity: number;
        perCharacter: { character: string; nats: number }[];
        baseline: { order: number; nats: number; perCharacter: number[] };
        errors: { errors: number; kinds: { errors: number }[] };
      },
    ];
    assert.deepEqual([baseline.perCharacter.length, baseline.nats > 0, baseline.order > 1], [959, true, true]);
    assert.equal(
      errors.kinds.reduce((sum, kind) => sum + kind.errors, 0),
      errors.errors,
    );
    assert.equal(characters, [...VERSE].length - 1);
    assert.ok(Math.abs(perplexity - Math.exp(nats / characters)) < 1e-9);
    assert.ok(Math.abs(perCharacter.reduce((sum, each) => sum + each.nats, 0) - nats) < 1e-6);
    const best = await unroll(['score', '--run', 'run/best.safetensors', 'verse.txt']);
    assert.match(
      best.stdout,
      /^\d\.\d{4} nats\/char +\d\.\d{4} bits\/char +perplexity \d+\.\d{3} +over 959 characters\n\d\.\d{4} nats\/char .* the \d-gram of what the run was trained on, which has counted [^\n]+ text\n\n\d+ of 959 characters had less than 50 %: [^\n]+\n(?: +\d+ +[\d.]+ % {2}.+\n)+$/,
    );
  });

  it('answers with the best checkpoint, or with the one that is named; training goes on from the last', async () => {
    await trained();
    const worse = await unroll(['resume', '--run', 'run', '--updates', '30', '--lr', '5', '--validate-every', '10']);
    assert.deepEqual([worse.code, /^Goes on after update 10$/m.test(worse.stdout)], [0, true], worse.stderr);
    const nats = async (...words: readonly string[]) =>
      (await unroll(['score', ...words, 'verse.txt', '--json'])).json()[0]?.nats as number;
    const [best, last] = [await nats('--run', 'run/best.safetensors'), await nats('--run', 'run/last.safetensors')];
    assert.ok(best < last, `${best} is not better than ${last}`);
    assert.equal(await nats('--run', 'run'), best);
    assert.equal(await nats('--run', 'run', '--checkpoint', 'best'), best);
    assert.equal(await nats('--run', 'run', '--checkpoint', 'last'), last);
    const { code, stderr } = await unroll(['score', '--run', 'run', '--checkpoint', 'first', 'verse.txt']);
    assert.deepEqual([code, /best, last/.test(stderr)], [2, true], stderr);
  });

  it('keeps checkpoints of the way, and answers with the one of an update; a run that goes on makes those beyond anew', async () => {
    await trained('--keep-checkpoints', '3', '--checkpoint-every', '4');
    const kept = () => readdirSync(path.join(folder(), 'run')).filter((name) => name.startsWith('update-'));
    assert.deepEqual(kept().sort(), ['update-1.safetensors', 'update-10.safetensors']);
    const nats = async (which: string) =>
      (await unroll(['score', '--run', 'run', '--checkpoint', which, 'verse.txt', '--json'])).json()[0]?.nats as number;
    assert.equal(await nats('10'), await nats('last'));
    assert.ok((await nats('1')) > (await nats('10')));
    await refuses(
      ['score', '--run', 'run', '--checkpoint', '7', 'verse.txt'],
      /run has no checkpoint of update 7\. It has those of 1; 10\./,
    );
    writeFileSync(path.join(folder(), 'run', 'update-99.safetensors'), '');
    const further = await unroll(['resume', '--run', 'run', '--updates', '40']);
    assert.equal(further.code, 0, further.stderr);
    assert.deepEqual(kept().sort(), ['update-1.safetensors', 'update-10.safetensors', 'update-40.safetensors']);
  });

  it('writes a report of a run, with an evaluation where one is wanted', async () => {
    await trained();
    const { code, stdout, stderr } = await unroll([
      'export',
      '--run',
      'run',
      '--format',
      'html',
      '--output',
      'run.html',
      '--evaluate',
      'verse.txt',
    ]);
    assert.deepEqual([code, stdout], [0, 'HTML Report written to run.html\n'], stderr);
    const page = readFileSync(path.join(folder(), 'run.html'), 'utf8');
    for (const told of ['<h1>run</h1>', '<svg', '<h2>Evaluation</h2>', 'cell gru']) assert.ok(page.includes(told), told);
    await refuses(['export', '--run', 'nowhere', '--format', 'html', '--output', 'x.html'], /There is no run in/);
  });

  it('writes its model for ONNX Runtime and its metrics for TensorBoard; a folder only where there is none yet', async () => {
    await trained();
    const exported = (format: string, output: string) => unroll(['export', '--run', 'run', '--format', format, '--output', output]);
    assert.equal((await exported('onnx', 'run.onnx')).stdout, 'ONNX written to run.onnx\n');
    const session = await InferenceSession.create(readFileSync(path.join(folder(), 'run.onnx')));
    assert.deepEqual([...session.inputNames], ['ids', 'h0_layer0']);
    assert.equal((await exported('tensorboard', 'board')).stdout, 'TensorBoard written to board\n');
    assert.match(readdirSync(path.join(folder(), 'board')).join(), /^events\.out\.tfevents\.\d+\.unroll$/);
    await refuses(['export', '--run', 'run', '--format', 'tensorboard', '--output', 'board'], /There is something in .*board already/);
  });

  it('traces every named activation', async () => {
    await trained('--layers', '2', '--cell', 'lstm');
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
    assert.match(stdout, /^layer 1\nh +[▁-█]{7} {2}h' = o \* tanh\(c'\)$/m);
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
    write('one.cell', "cell one\nstate h\nh' = tanh(W_x x)\n");
    assert.match((await unroll(['cells', 'check', 'one.cell'])).stdout, /state h; 1 named activation, 1 parameter\.$/m);
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
});
