/** `inspect FILE.safetensors`, as a script uses it: of a run's own weights, of a stranger's, and of files that were made to do harm. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { cliBench } from '../cliBench';

interface Told {
  readonly summary: {
    readonly size: number;
    readonly numbers: number;
    readonly checkpoint?: { readonly update: number; readonly parameters: number };
  };
  readonly tensors: readonly {
    readonly name: string;
    readonly statistics?: { readonly mean: number; readonly deviation: number; readonly zeros: number };
  }[];
  readonly spectrum?: { readonly singularValues: readonly number[]; readonly eigenvalues?: readonly (readonly [number, number])[] };
}

describe('command line: inspect a file of weights', function () {
  this.timeout(60_000);
  const { folder, unroll, trained, refuses, write } = cliBench();
  const json = async (...words: string[]) => (await unroll(['inspect', ...words, '--json'])).json()[0] as unknown as Told;

  it("says what a run's checkpoint is, in words and in JSON, and the spectrum of one tensor", async () => {
    await trained();
    const { stdout } = await unroll(['inspect', 'run/last.safetensors']);
    assert.match(
      stdout,
      /^last\.safetensors: [\d,]+ bytes, \d+ tensors, [\d,]+ numbers; F64 \(\d+\)\nA checkpoint: language model, gru, 1 × 8 units, /,
    );
    assert.match(stdout, /\nUpdate 10, epoch \d+, after [\d.]+ s of training, best held out \d\.\d{4} nats\/char\n/);
    assert.match(stdout, /\nlayers\.0\.W_hn +8×8 +F64 +64 +-?[\d.e-]+ +0\.\d+ /);
    const told = await json('run/last.safetensors', '--tensor', 'layers.0.W_hn');
    assert.equal(told.summary.checkpoint?.update, 10);
    assert.deepEqual(
      told.tensors.map(({ name }) => name),
      ['layers.0.W_hn'],
    );
    const { singularValues = [], eigenvalues = [] } = told.spectrum ?? {};
    assert.equal(singularValues.length, 8);
    const frobenius = Math.hypot(told.tensors[0]?.statistics?.mean ?? 0, told.tensors[0]?.statistics?.deviation ?? 0) * 8;
    assert.ok(
      Math.abs(Math.hypot(...singularValues) - frobenius) < 1e-9 * frobenius,
      'the squares of singular values add up to those of the numbers',
    );
    const largest = Math.max(...eigenvalues.map((pair) => Math.hypot(...pair)));
    assert.ok(largest <= (singularValues[0] ?? 0) * (1 + 1e-9));
    const words = await unroll(['inspect', 'run/last.safetensors', '--tensor', 'layers.0.b_n']);
    assert.match(words.stdout, /layers\.0\.b_n is no matrix/);
    await refuses(
      ['inspect', 'run/last.safetensors', '--tensor', 'W_hn'],
      /last\.safetensors|There is no tensor W_hn\. There are layers\.0/,
    );
  });

  it('says in hidden signs what would move a terminal, and takes weights of others as they are', async () => {
    const stranger = encodeSafetensors(new Map([['\u001b]0;owned\u0007weight', { shape: [2], data: Float32Array.of(0, 1) }]]), {
      format: 'pt\u001b[2J',
    });
    write('stranger.safetensors', stranger);
    const { stdout } = await unroll(['inspect', 'stranger.safetensors']);
    assert.match(stdout, /1 tensors, 2 numbers; F32 \(1\)\nformat: pt⟨U\+001B[^⟩]*⟩\[2J\n/);
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{Cc}/u);
    const long = `model.${'layers.'.repeat(30)}weight`;
    write('long.safetensors', encodeSafetensors(new Map([[long, { shape: [2], data: Float32Array.of(0, 1) }]]), {}));
    assert.ok((await unroll(['inspect', 'long.safetensors'])).stdout.includes(`\n${long}  2 `), 'a name is told whole');
    const { stderr } = await unroll(['inspect', 'stranger.safetensors', '--tensor', 'none']);
    assert.doesNotMatch(stderr.replaceAll('\n', ''), /\p{Cc}/u);
  });

  it('refuses by name what is no file of weights, or was made to do harm, at once and within bounds', async () => {
    await refuses(['inspect', 'none.safetensors'], /There is no file none\.safetensors here\./);
    write('cut.safetensors', encodeSafetensors(new Map([['a', { shape: [9], data: new Float32Array(9) }]]), {}).slice(0, -4));
    await refuses(
      ['inspect', 'cut.safetensors'],
      /cut\.safetensors: This is not a safetensors file, or it is damaged: a should end at byte 36/,
    );
    write('pickle.safetensors', Buffer.concat([Buffer.from([0x80, 2]), Buffer.alloc(60)]));
    await refuses(['inspect', 'pickle.safetensors'], /PyTorch file/);
    const nest = '{"a":'.repeat(6_000_000);
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(nest.length));
    write('nest.safetensors', Buffer.concat([prefix, Buffer.from(nest)]));
    await refuses(['inspect', 'nest.safetensors'], /more about the tensor a than there is to say/);
    mkdirSync(path.join(folder(), 'folder.safetensors'));
    await refuses(['inspect', 'folder.safetensors'], /is a folder where a file should be/);
    const { code, stderr } = await unroll(['inspect', 'mermory']);
    assert.deepEqual([code, stderr.includes('mermory is neither a file here nor one of the commands')], [2, true]);
  });

  it('says of a checkpoint whose metadata was made to take memory what is wrong, and takes none', async () => {
    await trained();
    const { tensors, metadata } = decodeSafetensors(readFileSync(path.join(folder(), 'run/last.safetensors')));
    const claims: readonly (readonly [key: string, text: string, says: RegExp])[] = [
      ['unroll.experiment', '['.repeat(20_000_000), /its unroll\.experiment has 20,000,000 characters/],
      ['unroll.progress', '['.repeat(900_000), /its unroll\.progress is not JSON/],
      ['unroll.vocabulary', '['.repeat(20_000_000), /its unroll\.vocabulary is no list of names that are all different/],
      ['unroll.vocabulary', `[${'"",'.repeat(5_000_000)}""]`, /its unroll\.vocabulary is no list of names that are all different/],
      ['unroll.cell', `cell deep\nstate h\nh' = ${'('.repeat(900_000)}`, /cell/],
    ];
    for (const [key, text, says] of claims) {
      write('claims.safetensors', encodeSafetensors(tensors, { ...metadata, [key]: text }));
      const bounded = { env: { NODE_OPTIONS: '--max-old-space-size=256' } };
      const { stdout, stderr, code } = await unroll(['inspect', 'claims.safetensors'], bounded);
      assert.match(stdout, says, stderr.slice(0, 300));
      assert.equal(code, 0, key);
      assert.match(stdout, /\nhead\.weight /, 'its tensors are shown all the same');
    }
  });

  it('reads the header alone of ten gigabytes, and one tensor of them', async () => {
    const file = path.join(folder(), 'large.safetensors');
    const entry = (shape: number[], start: number, end: number) => ({ dtype: 'BF16', shape, data_offsets: [start, end] });
    const header = Buffer.from(
      JSON.stringify({ large: entry([1_000_000, 5000], 0, 10_000_000_000), small: entry([2], 10_000_000_000, 10_000_000_004) }),
    );
    const prefix = Buffer.alloc(8);
    prefix.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(file, Buffer.concat([prefix, header]));
    truncateSync(file, 8 + header.length + 10_000_000_004); // zeros that take no room on the disk
    const { tensors, summary } = await json('large.safetensors', '--tensor', 'small');
    assert.equal(summary.numbers, 5_000_000_002);
    assert.deepEqual(tensors[0]?.statistics?.zeros, 2);
  });

  it('takes a hundred thousand tensors in a few seconds', async () => {
    const one = { shape: [1], data: Float32Array.of(0.5) };
    write('many.safetensors', encodeSafetensors(new Map(Array.from({ length: 100_000 }, (_, at) => [`layers.${at}.weight`, one])), {}));
    const { tensors } = await json('many.safetensors');
    assert.equal(tensors.length, 100_000);
  });
});
