/** A checkpoint comes back as it went; whatever else is in the file is refused in words. */
import assert from 'node:assert/strict';
import { openReference } from '../../../src/backends/reference/referenceBackend';
import { openModel } from '../../../src/engine/abilities';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../../src/engine/checkpoint/checkpoint';
import { CheckpointError } from '../../../src/engine/checkpoint/checkpointError';
import { decodeSafetensors, encodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import type { Tensor } from '../../../src/engine/checkpoint/tensor';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { trainOnce } from '../trainOnce';

const checkpoint: Checkpoint = {
  experiment: parseExperiment({ cell: 'mine', hidden: 3, files: ['a text.txt'], updates: 7, learningRate: 1 / 3 }),
  cellSource: '# Ünïcode ⊙ "quotes"\ncell mine\nstate h\nh\' = tanh(W_x x)\n',
  vocabulary: ['\n', '"', 'a', 'ß', '日', '😀', '\ud800'],
  targets: ['\n', '"', 'a', 'ß', '日', '😀', '\ud800'],
  labels: [],
  update: 7,
  epoch: 2,
  tensors: new Map([
    ['layers.0.W_x', { shape: [3, 7], data: Float32Array.from({ length: 21 }, (_, k) => Math.fround(k / 7)) }],
    ['optimizer/m/layers.0.W_x', { shape: [3, 7], data: new Float32Array(21).fill(-0) }],
    ['carried/layers.0.h', { shape: [2, 3], data: Float32Array.of(1, NaN, 2, 3, Infinity, -1e-45) }],
  ]),
  progress: {
    cursor: 5,
    random: { dropout: [1, -2, 3, -2147483648] },
    best: { loss: 0.1 + 0.2, accuracy: 2 / 3 },
    validationsSinceBest: 1,
    elapsed: 12.345678901234567,
  },
};

describe('checkpoint', () => {
  it('comes back exactly as it went', () => {
    assert.deepEqual(readCheckpoint(writeCheckpoint(checkpoint)), checkpoint);
  });

  it('brings along what is told apart and what can be asked for, where that is not the vocabulary', () => {
    const others = { ...checkpoint, targets: ['', 'two\nlines', 'ß'], labels: ['German', 'Korean'] };
    assert.deepEqual(readCheckpoint(writeCheckpoint(others)), others);
    const { metadata } = decodeSafetensors(writeCheckpoint(checkpoint));
    assert.ok(!('unroll.targets' in metadata) && !('unroll.labels' in metadata), 'a language model is written as ever');
  });

  it('is the same bytes each time', () => {
    const bytes = writeCheckpoint(checkpoint);
    assert.deepEqual(writeCheckpoint(readCheckpoint(bytes)), bytes);
  });

  it('carries what other programs can read: weights by name, the experiment as JSON', () => {
    const { tensors, metadata } = decodeSafetensors(writeCheckpoint(checkpoint));
    assert.deepEqual(tensors.get('layers.0.W_x')?.shape, [3, 7]);
    assert.equal(JSON.parse(metadata['unroll.experiment'] ?? '').hidden, 3);
    assert.equal(metadata['unroll.cell'], checkpoint.cellSource);
  });

  it('is no model where a weight is not a number, and says which', async () => {
    const { last } = await trainOnce({ cell: 'rnn', hidden: 3, batch: 2, window: 4, updates: 1, validation: 0 }, 'hello hello hello');
    const whole = readCheckpoint(last.bytes);
    for (const name of ['layers.0.W_xh', 'head.bias']) {
      const tensor = whole.tensors.get(name) as Tensor;
      const data = tensor.data.slice();
      data[1] = Number.NaN;
      const bytes = writeCheckpoint({ ...whole, tensors: new Map([...whole.tensors, [name, { ...tensor, data }]]) });
      await assert.rejects(openModel(bytes, openReference()), (error) => error instanceof CheckpointError && error.message.includes(name));
    }
  });

  const damage: Record<string, [bytes: () => Uint8Array, says: RegExp]> = {
    'weights that another program wrote': [() => encodeSafetensors(checkpoint.tensors, { format: 'pt' }), /no experiment.*--init/],
    'a format of the future': [() => changed('unroll.version', '2'), /format 2.*Update/],
    'no cell': [() => changed('unroll.cell', undefined), /no unroll\.cell/],
    'half an experiment': [() => changed('unroll.experiment', '{"hidden":'), /unroll\.experiment is not JSON/],
    'an impossible experiment': [() => storing({ hidden: -1 }), /unroll\.experiment.*hidden/],
    'a setting nobody knows': [() => storing({ hiden: 1 }), /hiden/],
    'a setting left out, for which today’s default would be made up': [() => storing({ dropout: undefined }), /dropout/],
    'no vocabulary at all': [() => changed('unroll.vocabulary', '[]'), /unroll\.vocabulary/],
    'a symbol of two characters': [() => changed('unroll.vocabulary', '["a","bc"]'), /unroll\.vocabulary/],
    'a symbol twice': [() => changed('unroll.vocabulary', '["a","a"]'), /unroll\.vocabulary/],
    'a label twice': [() => changed('unroll.targets', '["x","x"]'), /unroll\.targets/],
    'a label that is a number': [() => changed('unroll.labels', '[1]'), /unroll\.labels/],
    'a negative update': [
      () => changed('unroll.progress', '{"update":-1,"epoch":0,"progress":{"cursor":0,"random":{},"elapsed":0}}'),
      /update/,
    ],
    'half a cursor': [
      () => changed('unroll.progress', '{"update":1,"epoch":0,"progress":{"cursor":0.5,"random":{},"elapsed":0}}'),
      /progress\.cursor/,
    ],
    'half of a random state': [
      () => changed('unroll.progress', '{"update":1,"epoch":0,"progress":{"cursor":0,"random":{"dropout":[1,2]},"elapsed":0}}'),
      /progress\.random\.dropout/,
    ],
    'a file cut short': [() => writeCheckpoint(checkpoint).slice(0, -1), /copied whole/],
    'a text file': [() => new TextEncoder().encode('It was a dark and stormy night.'), /not a safetensors file/],
  };
  for (const [what, [bytes, says]] of Object.entries(damage)) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => readCheckpoint(bytes()),
        (error) => error instanceof CheckpointError && says.test(error.message),
      ));
  }
});

/** With other settings. */
function storing(settings: object): Uint8Array {
  return changed('unroll.experiment', JSON.stringify({ ...checkpoint.experiment, ...settings }));
}

function changed(key: string, text: string | undefined): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(writeCheckpoint(checkpoint));
  return encodeSafetensors(
    tensors,
    Object.fromEntries([...Object.entries({ ...metadata, [key]: text })].filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
  );
}
