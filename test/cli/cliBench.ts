/** A folder to work in and the command line run in it: what the tests of all commands share. Call it inside a describe. */
import assert from 'node:assert/strict';
import { encodeSafetensors } from '../../src/engine/checkpoint/safetensors';
import { temporaryFolder, writerInto } from '../runs/temporaryFolder';
import { builtEntry } from '../server/builtEntry';
import { type Circumstances, commandLine } from './commandLine';

export const VERSE = 'the cat sat on the mat; the rat sat on the cat.\n'.repeat(20);
export const SMALL = ['--device', 'reference', '--hidden', '8', '--batch', '4', '--window', '16'];

/** nn.RNN(V, 8) and nn.Linear(8, V) of PyTorch, every weight the same. */
export function rnnWeights(size: number, value = 0): Uint8Array {
  const tensor = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(value) });
  return encodeSafetensors(
    new Map([
      ['rnn.weight_ih_l0', tensor(8, size)],
      ['rnn.weight_hh_l0', tensor(8, 8)],
      ['rnn.bias_ih_l0', tensor(8)],
      ['rnn.bias_hh_l0', tensor(8)],
      ['head.weight', tensor(size, 8)],
      ['head.bias', tensor(size)],
    ]),
    {},
  );
}

export function cliBench() {
  const script = builtEntry('src/cli/cli.ts');
  const folder = temporaryFolder();
  const unroll = (words: readonly string[], circumstances: Partial<Circumstances> = {}) =>
    commandLine(script(), words, { cwd: folder(), ...circumstances });
  const write = writerInto(folder);
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
  return { folder, script, unroll, write, trained, refuses };
}
