/** A model that is carried to another text, from outside: what is said, what is taken over, what is refused. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCheckpoint } from '../../src/engine/checkpoint/checkpoint';
import { encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { cliBench, VERSE } from './cliBench';

/** Another text of as many different characters: “t” is gone, “A” comes before all letters. */
const OTHER = 'A hen sAA on the mat; the rat sat on the cat.\n'.replaceAll('t', 'A').repeat(20);
const SMALL = ['--device', 'reference', '--batch', '4', '--window', '16'];

describe('command line: train --init', function () {
  this.timeout(60_000);
  const { folder, unroll, write, trained, refuses } = cliBench();
  const nats = async (run: string, file: string) => {
    const { code, stdout, stderr } = await unroll(['score', file, '--run', run, '--json']);
    assert.equal(code, 0, stderr);
    return (JSON.parse(stdout.split('\n')[0] as string) as { nats: number }).nats;
  };
  const checkpoint = (run: string) => readCheckpoint(readFileSync(path.join(folder(), run, 'last.safetensors')));

  it('takes over the network, matches symbols by what they are, and says so', async () => {
    await trained('--cell', 'lstm', '--layers', '2');
    write('other.txt', OTHER);
    for (const from of ['run', path.join('run', 'last.safetensors')]) {
      const out = `other-${from.length}`;
      const { code, stdout, stderr } = await unroll(['train', 'other.txt', ...SMALL, '--updates', '1', '--init', from, '--out', out]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /Started from run \((best|last)\): of its 14 characters 13 matched, 1 added \(A\) and 1 dropped \(t\)\./);
      const { experiment, vocabulary } = checkpoint(out);
      assert.deepEqual([experiment.cell, experiment.layers, experiment.hidden, experiment.keepVocabulary], ['lstm', 2, 8, false]);
      assert.ok(vocabulary.includes('A') && !vocabulary.includes('t'));
    }
  });

  it('scores as before what both texts share, where no symbol is dropped', async () => {
    await trained();
    write('part.txt', 'the rat sat on the cat.\n'.repeat(20));
    const flags = ['--updates', '1', '--lr', '1e-30', '--init', 'run', '--keep-vocabulary', '--out', 'part'];
    const { code, stdout, stderr } = await unroll(['train', 'part.txt', ...SMALL, ...flags]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /of its 14 characters 12 matched and 2 kept that are not in what is learned now \(“;”, m\)\./);
    assert.equal(checkpoint('part').experiment.keepVocabulary, true);
    write('both.txt', VERSE.slice(0, 60));
    const [before, after] = [await nats('run', 'both.txt'), await nats('part', 'both.txt')];
    assert.ok(Math.abs(before - after) < 1e-5, `${before} and ${after}`);
  });

  it('refuses what contradicts the weights, and names all of it', async () => {
    await trained();
    await refuses(
      ['train', 'verse.txt', ...SMALL, '--init', 'run', '--hidden', '9', '--cell', 'rnn'],
      /run \(best\) is of a network with cell gru \(not rnn\), hidden 8 \(not 9\)\. Leave those settings out/,
    );
    write('names.csv', 'text,label\nann,a\nbob,b\nada,a\nben,b\n');
    await refuses(
      ['train', 'names.csv', ...SMALL, '--init', 'run', '--task', 'classify'],
      /with task language-model \(not classify\)\. Leave that setting out/,
    );
    await refuses(['train', 'verse.txt', ...SMALL, '--init', 'none'], /There is no file none here\./);
    write('v.json', '["a"]');
    await refuses(
      ['train', 'verse.txt', ...SMALL, '--init', 'run', '--init-vocabulary', 'v.json'],
      /best\.safetensors: These weights say themselves what their rows stand for/,
    );
    await refuses(['train', 'verse.txt', ...SMALL, '--init-vocabulary', 'v.json'], /give these too, with --init/);
  });

  it('takes cell and sizes from weights of PyTorch, and refuses other sizes', async () => {
    write('verse.txt', VERSE);
    const size = new Set(VERSE).size;
    const tensor = (...shape: readonly number[]) => ({ shape, data: new Float32Array(shape.reduce((product, n) => product * n, 1)) });
    const weights = new Map([
      ['module.lstm.weight_ih_l0', tensor(20, size)],
      ['module.lstm.weight_hh_l0', tensor(20, 5)],
      ['module.fc.weight', tensor(size, 5)],
    ]);
    write('weights.safetensors', encodeSafetensors(weights, {}));
    const flags = ['train', 'verse.txt', '--device', 'reference', '--updates', '1', '--init', 'weights.safetensors'];
    const { code, stdout, stderr } = await unroll([...flags, '--out', 'run']);
    assert.equal(code, 0, stderr);
    const { experiment } = checkpoint('run');
    assert.deepEqual([experiment.cell, experiment.hidden, experiment.layers, experiment.embedding], ['lstm', 5, 1, 0]);
    assert.match(stdout, /In these weights lstm is read as rnn, fc is read as head\./);
    assert.match(stdout, /head\.bias \(bias=False\): these biases begin as zeros/);
    await refuses([...flags, '--hidden', '9'], /weights\.safetensors is of a network with hidden 5 \(not 9\)/);
    write('vocab.json', '["a"');
    await refuses([...flags, '--init-vocabulary', 'vocab.json'], /^unroll: \S*vocab\.json: The vocabulary is not JSON/);
    await refuses([...flags, '--task', 'infill'], /weights\.safetensors: .*rnn\.|forwards\.weight_ih_l0/);
  });

  it('goes on with a cell of its own, also where its equations were changed, which is said', async () => {
    const equations = "cell mine\nstate h\nh' = tanh(W_x x + W_h h + b)\noutput h'\n";
    write('mine.cell', equations);
    await trained('--cell', 'mine.cell');
    const flags = ['train', 'verse.txt', ...SMALL, '--updates', '1', '--init', 'run'];
    const went = async (...more: readonly string[]) => {
      const { code, stdout, stderr } = await unroll([...flags, ...more]);
      assert.equal(code, 0, stderr);
      return stdout;
    };
    for (const more of [[], ['--cell', 'mine.cell']]) assert.doesNotMatch(await went(...more), /equations of mine/);
    write('mine.cell', equations.replace('tanh', 'sigmoid'));
    assert.match(await went('--cell', 'mine.cell'), /The equations of mine are not those that the weights were learned with/);
    assert.doesNotMatch(await went(), /equations of mine/);
    write('mine.cell', equations.replace('+ b', '+ p * h'));
    await refuses([...flags, '--cell', 'mine.cell'], /run: The weights have no layers\.0\.p \(8\)/);
  });

  it('says where there is nothing to keep', async () => {
    const { stdout } = await trained('--keep-vocabulary');
    assert.match(stdout, /starts from no weights, so there is no vocabulary to keep/);
  });
});
