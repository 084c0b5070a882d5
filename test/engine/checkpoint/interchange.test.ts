/** PyTorch's names ↔ ours, by numbers that say where they came from; that they mean the same is shown in test/golden. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { CheckpointError } from '../../../src/engine/checkpoint/checkpointError';
import { exportPyTorch, type InterchangeShape, importPyTorch, isPyTorch } from '../../../src/engine/checkpoint/interchange';
import { decodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { sizeOf, type Tensor } from '../../../src/engine/checkpoint/tensor';

describe('interchange with PyTorch', () => {
  const parameters = ['W_xi', 'W_hi', 'b_i', 'W_xf', 'W_hf', 'b_f', 'W_xo', 'W_ho', 'b_o', 'W_xc', 'W_hc', 'b_c'];
  const shape = network('lstm', parameters, { hidden: 2, vocabulary: 3 });
  const lstm = new Map([
    tensor('rnn.weight_ih_l0', [8, 3], 100),
    tensor('rnn.weight_hh_l0', [8, 2], 200),
    tensor('rnn.bias_ih_l0', [8], 300),
    tensor('rnn.bias_hh_l0', [8], 400),
    tensor('head.weight', [3, 2], 500),
    tensor('head.bias', [3], 600),
  ]);

  it('takes an LSTM apart in the order i, f, g, o and adds its biases', () => {
    const ours = importPyTorch(lstm, shape);
    assert.deepEqual([...ours.keys()].sort(), ['head.bias', 'head.weight', ...parameters.map((name) => `layers.0.${name}`)].sort());
    assert.deepEqual(ours.get('layers.0.W_xi'), { shape: [2, 3], data: Float32Array.of(100, 101, 102, 103, 104, 105) });
    assert.deepEqual(ours.get('layers.0.W_xc'), { shape: [2, 3], data: Float32Array.of(112, 113, 114, 115, 116, 117) });
    assert.deepEqual(ours.get('layers.0.W_ho'), { shape: [2, 2], data: Float32Array.of(212, 213, 214, 215) });
    assert.deepEqual(ours.get('layers.0.b_f'), { shape: [2], data: Float32Array.of(302 + 402, 303 + 403) });
    assert.deepEqual(ours.get('head.weight'), lstm.get('head.weight'));
  });

  it('keeps two biases apart where the cell has two', () => {
    const gru = network('gru-pytorch', ['W_xr', 'W_hr', 'b_r', 'W_xz', 'W_hz', 'b_z', 'W_xn', 'W_hn', 'b_xn', 'b_hn'], {
      hidden: 2,
      vocabulary: 3,
    });
    const theirs = new Map(
      [...lstm].map(
        ([
          name,
          {
            shape: [rows, ...rest],
          },
        ]) => (name.startsWith('rnn') ? tensor(name, [((rows ?? 0) * 3) / 4, ...rest], 10) : ([name, lstm.get(name) as Tensor] as const)),
      ),
    );
    const ours = importPyTorch(theirs, gru);
    assert.deepEqual(ours.get('layers.0.b_z')?.data, Float32Array.of(12 + 12, 13 + 13));
    assert.deepEqual(ours.get('layers.0.b_xn')?.data, Float32Array.of(14, 15));
    assert.deepEqual(ours.get('layers.0.b_hn')?.data, Float32Array.of(14, 15));
    assert.deepEqual(importPyTorch(exportPyTorch(ours, gru), gru), ours);
  });

  it('exports a single bias as b_ih, and b_hh as zero', () => {
    const theirs = exportPyTorch(importPyTorch(lstm, shape), shape);
    assert.deepEqual([...theirs.keys()].sort(), [...lstm.keys()].sort());
    for (const name of ['rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'head.weight', 'head.bias'])
      assert.deepEqual(theirs.get(name), lstm.get(name));
    assert.deepEqual(
      theirs.get('rnn.bias_ih_l0')?.data,
      Float32Array.from({ length: 8 }, (_, k) => 700 + 2 * k),
    );
    assert.deepEqual(theirs.get('rnn.bias_hh_l0'), { shape: [8], data: new Float32Array(8) });
  });

  it('knows deep networks and embeddings', () => {
    const { tensors } = decodeSafetensors(readFileSync('test/golden/lstm-embedding/weights.safetensors'));
    const deep = { ...shape, hidden: 7, vocabulary: 11, targets: 11, cells: twice(shape), embedding: 4 };
    const ours = importPyTorch(tensors, deep);
    assert.deepEqual(ours.get('embedding.weight'), tensors.get('embedding.weight'));
    assert.deepEqual(ours.get('layers.0.W_xf')?.shape, [7, 4]);
    assert.deepEqual(ours.get('layers.1.W_xf')?.shape, [7, 7]);
    assert.deepEqual(importPyTorch(exportPyTorch(ours, deep), deep), ours);
  });

  it('knows both directions', () => {
    const { tensors } = decodeSafetensors(readFileSync('test/golden/classify-bi-gru-pytorch-1/golden.safetensors'));
    const theirs = new Map([...tensors].flatMap(([name, tensor]) => (name.startsWith('weight.') ? [[name.slice(7), tensor]] : [])));
    const biases = ['r', 'z', 'n'].flatMap((gate) => [`W_x${gate}`, `W_h${gate}`, `b_x${gate}`, `b_h${gate}`]);
    const gru = network('gru-pytorch', biases, { hidden: 5, vocabulary: 7 });
    const both: InterchangeShape = { ...gru, task: 'classify', targets: 6, bidirectional: 'concat' };
    const ours = importPyTorch(theirs, both);
    assert.deepEqual(ours.get('layers.0.W_hr_reverse')?.data, theirs.get('rnn.weight_hh_l0_reverse')?.data.slice(0, 25));
    assert.deepEqual(new Map([...exportPyTorch(ours, both)].sort()), new Map([...theirs].sort()));
  });

  it('tells the names of PyTorch from ours', () => {
    assert.equal(isPyTorch(lstm), true);
    assert.equal(isPyTorch(importPyTorch(lstm, shape)), false);
  });

  it('keeps the precision it is given', () => {
    const doubles = new Map(
      [...lstm].map(([name, { shape: its, data }]) => [name, { shape: its, data: Float64Array.from(data, (x) => x / 3) }]),
    );
    const ours = importPyTorch(doubles, shape);
    assert.ok([...ours.values()].every(({ data }) => data instanceof Float64Array));
    assert.deepEqual(exportPyTorch(ours, shape).get('rnn.weight_hh_l0'), doubles.get('rnn.weight_hh_l0'));
  });

  const refusals: Record<string, [weights: ReadonlyMap<string, Tensor>, shape: InterchangeShape, says: RegExp]> = {
    'a model without a head': [
      new Map([...lstm].filter(([name]) => name !== 'head.bias')),
      shape,
      /no head\.bias \(3\)\. They have rnn\.weight_ih_l0 \(8 × 3\), /,
    ],
    'another hidden size': [
      lstm,
      { ...shape, hidden: 3 },
      /rnn\.weight_ih_l0 \(8 × 3\) where this model needs rnn\.weight_ih_l0 \(12 × 3\)|head\.weight \(3 × 2\) where this model needs head\.weight \(3 × 3\)/,
    ],
    'another number of targets': [lstm, { ...shape, targets: 4 }, /needs head\.weight \(4 × 2\)/],
    'too few layers': [lstm, { ...shape, cells: twice(shape) }, /no rnn\.weight_ih_l1 \(8 × 2\)/],
    'too many layers': [
      new Map([...lstm, tensor('rnn.weight_ih_l1', [8, 2], 0)]),
      shape,
      /rnn\.weight_ih_l1, which this model has no place for/,
    ],
    'a cell that PyTorch does not have': [lstm, network('mgu', parameters, shape), /no cell like mgu.*rnn, rnn-relu, gru-pytorch, lstm/],
    'an lstm with peepholes': [lstm, network('lstm', [...parameters, 'p_o'], shape), /p_o/],
    'an encoder and a decoder': [lstm, { ...shape, task: 'translate' }, /language-model, tag, classify, and not for translate/],
    'layers of two cells': [
      lstm,
      { ...shape, cells: [...shape.cells, ...network('rnn', [], shape).cells] },
      /one cell, and these have lstm and rnn/,
    ],
    'one direction for two': [lstm, { ...shape, bidirectional: 'sum' }, /no rnn\.weight_ih_l0_reverse/],
  };
  for (const [what, [weights, its, says]] of Object.entries(refusals)) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => importPyTorch(weights, its),
        (error) => error instanceof CheckpointError && says.test(error.message),
      ));
  }
});

function network(
  name: string,
  parameters: readonly string[],
  sizes: { readonly hidden: number; readonly vocabulary: number },
): InterchangeShape {
  return {
    task: 'language-model',
    cells: [{ name, parameters: parameters.map((parameter) => ({ name: parameter, kind: 'bias' })) }],
    embedding: 0,
    hidden: sizes.hidden,
    vocabulary: sizes.vocabulary,
    targets: sizes.vocabulary,
    bidirectional: 'no',
  };
}

function twice({ cells }: InterchangeShape): InterchangeShape['cells'] {
  return [...cells, ...cells];
}

/** Elements first, first + 1 … */
function tensor(name: string, shape: readonly number[], first: number): readonly [string, Tensor] {
  return [name, { shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, k) => first + k) }];
}
