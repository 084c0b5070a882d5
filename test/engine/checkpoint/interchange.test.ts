/** PyTorch's names ↔ ours, by numbers that say where they came from; that they mean the same is shown in test/golden. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sourceOf } from '../../../src/engine/cell/cellSources';
import { withBothBiases } from '../../../src/engine/checkpoint/bothBiases';
import { CheckpointError } from '../../../src/engine/checkpoint/checkpointError';
import { exportPyTorch, importPyTorch } from '../../../src/engine/checkpoint/interchange';
import { isPyTorch } from '../../../src/engine/checkpoint/pyTorchNames';
import { decodeSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { sizeOf, type Tensor } from '../../../src/engine/checkpoint/tensor';
import type { ExperimentOptions } from '../../../src/engine/experimentSchema';
import { type NetworkShape, type NetworkSizes, networkShape } from '../../../src/engine/model/networkShape';
import { parameterSlots } from '../../../src/engine/model/parameterSlots';
import { parseExperiment } from '../../../src/engine/parseExperiment';
import { tagNetwork } from '../../../src/engine/tasks/tag/network';

describe('interchange with PyTorch', () => {
  const parameters = ['W_xi', 'W_hi', 'b_i', 'W_xf', 'W_hf', 'b_f', 'W_xo', 'W_ho', 'b_o', 'W_xc', 'W_hc', 'b_c'];
  const shape = network({ cell: 'lstm', hidden: 2 }, { vocabulary: 3 });
  const lstm = new Map([
    tensor('rnn.weight_ih_l0', [8, 3], 100),
    tensor('rnn.weight_hh_l0', [8, 2], 200),
    tensor('rnn.bias_ih_l0', [8], 300),
    tensor('rnn.bias_hh_l0', [8], 400),
    tensor('head.weight', [3, 2], 500),
    tensor('head.bias', [3], 600),
  ]);

  it('is told by its names, whatever the parameters of a cell are called', () => {
    assert.equal(isPyTorch(lstm), true);
    assert.equal(isPyTorch(new Map([tensor('lstm.weight_ih_l1_reverse', [1], 0)])), true);
    for (const name of ['layers.0.weight_ih_l0', 'encoder.layers.0.weight_ih_l0', 'head.weight'])
      assert.equal(isPyTorch(new Map([tensor(name, [1], 0)])), false, name);
  });

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
    const gru = network({ cell: 'gru-pytorch', hidden: 2 }, { vocabulary: 3 });
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
    const deep = network({ cell: 'lstm', hidden: 7, layers: 2, embedding: 4 }, { vocabulary: 11 });
    const ours = importPyTorch(tensors, deep);
    assert.deepEqual(ours.get('embedding.weight'), tensors.get('embedding.weight'));
    assert.deepEqual(ours.get('layers.0.W_xf')?.shape, [7, 4]);
    assert.deepEqual(ours.get('layers.1.W_xf')?.shape, [7, 7]);
    assert.deepEqual(importPyTorch(exportPyTorch(ours, deep), deep), ours);
  });

  it('knows both directions', () => {
    const { tensors } = decodeSafetensors(readFileSync('test/golden/classify-bi-gru-pytorch-1/golden.safetensors'));
    const theirs = new Map([...tensors].flatMap(([name, tensor]) => (name.startsWith('weight.') ? [[name.slice(7), tensor]] : [])));
    const options: ExperimentOptions = { task: 'classify', cell: 'gru-pytorch', hidden: 5, layers: 1, bidirectional: 'concat' };
    const both = network(options, { vocabulary: 7, targets: 6 }, withBothBiases);
    const ours = importPyTorch(theirs, both);
    assert.deepEqual(ours.get('layers.0.W_hr_reverse')?.data, theirs.get('rnn.weight_hh_l0_reverse')?.data.slice(0, 25));
    assert.deepEqual(new Map([...exportPyTorch(ours, both)].sort()), new Map([...theirs].sort()));
  });

  const tasks: Record<string, [ExperimentOptions, NetworkSizes, some: readonly (readonly [ours: string, theirs: string])[]]> = {
    'an encoder and a decoder, bridge and attention': [
      { task: 'translate', cell: 'lstm', layers: 2, embedding: 3, bidirectional: 'sum', attention: 'additive', decoderHidden: 4 },
      { vocabulary: 7, targets: 6 },
      [
        ['encoder.embedding.weight', 'encoder_embedding.weight'],
        ['bridge.1.c.bias', 'bridge.1.1.bias'],
        ['attention.W_q', 'W_q.weight'],
        ['attention.v', 'v.weight'],
      ],
    ],
    'the first states of a label': [
      { task: 'generate-from-label', cell: 'lstm', layers: 2 },
      { vocabulary: 7, labels: 3 },
      [['label.1.c', 'c.1.weight']],
    ],
    'the two stacks of infill': [
      { task: 'infill', cell: 'gru-pytorch', layers: 2, embedding: 3 },
      { vocabulary: 7 },
      [
        ['embedding.weight', 'embedding.weight'],
        ['layers.1.b_hn', 'forwards.bias_hh_l1'],
        ['layers.1.b_hn_reverse', 'backwards.bias_hh_l1'],
      ],
    ],
  };
  for (const [what, [options, sizes, some]] of Object.entries(tasks)) {
    it(`knows ${what}`, () => {
      const its = network({ ...options, hidden: 5 }, sizes, withBothBiases);
      const members = parameterSlots(its).flatMap((slot) => slot.members);
      const ours = new Map(members.map(({ name, shape: size }, index) => tensor(name, size, 1000 * index)));
      const theirs = exportPyTorch(ours, its);
      assert.deepEqual([isPyTorch(ours), isPyTorch(theirs)], [false, true]);
      assert.deepEqual(new Map([...importPyTorch(theirs, its)].sort()), new Map([...ours].sort()));
      for (const [name, renamed] of some) {
        const data = ours.get(name)?.data ?? assert.fail(name);
        assert.deepEqual(theirs.get(renamed)?.data.slice(-data.length), data, `${name} is not ${renamed}`);
      }
    });
  }

  it('knows a cell by its equations, whatever it and its parameters are called', () => {
    const other: Readonly<Record<string, string>> = { i: 'o', f: 'i', o: 'f', c: 'z' };
    const own = network({ cell: 'lstm', hidden: 2 }, { vocabulary: 3 }, (source) =>
      source.replace(/\b([Wb]_[xh]?)([ifoc])\b/g, (_, kind: string, gate: string) => `${kind}${other[gate]}`),
    );
    const theirs = importPyTorch(lstm, shape);
    const ours = importPyTorch(lstm, renamed('mine', own));
    for (const [gate, called] of Object.entries(other))
      for (const parameter of ['W_x', 'W_h', 'b_'])
        assert.deepEqual(ours.get(`layers.0.${parameter}${called}`), theirs.get(`layers.0.${parameter}${gate}`), parameter + gate);
    assert.deepEqual(exportPyTorch(ours, renamed('mine', own)), exportPyTorch(theirs, shape));
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

  const refusals: Record<string, [weights: ReadonlyMap<string, Tensor>, shape: NetworkShape, says: RegExp]> = {
    'a model without a head': [
      new Map([...lstm].filter(([name]) => !name.startsWith('head.'))),
      shape,
      /no head\.weight \(3 × 2\)\. They have rnn\.weight_ih_l0 \(8 × 3\), /,
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
    'a cell that PyTorch does not have': [
      lstm,
      network({ cell: 'mgu', hidden: 2 }, { vocabulary: 3 }),
      /with the equations of mgu.*into rnn, rnn-relu, gru-pytorch, lstm,/,
    ],
    'an lstm with peepholes': [
      lstm,
      renamed('lstm', network({ cell: 'lstm-peephole', hidden: 2 }, { vocabulary: 3 })),
      /with the equations of lstm/,
    ],
    'a cell of its name with other equations': [
      lstm,
      network({ cell: 'lstm', hidden: 2 }, { vocabulary: 3 }, (source) => source.replace("h' = o * tanh(c')", "h' = o * c'")),
      /with the equations of lstm/,
    ],
    'a cell whose gates lie otherwise': [
      lstm,
      network({ cell: 'lstm', hidden: 2 }, { vocabulary: 3 }, (source) => source.replace('W_xf x + W_hf h', 'W_xf x + W_hi h')),
      /with the equations of lstm/,
    ],
    'one module for an encoder and a decoder': [
      lstm,
      network({ task: 'translate', cell: 'lstm', hidden: 2 }, { vocabulary: 3 }),
      /rnn\.weight_ih_l0, which this model has no place for\. It needs encoder\.weight_ih_l0 /,
    ],
    'layers of two cells': [
      lstm,
      { ...shape, cells: [...shape.cells, ...network({ cell: 'rnn', hidden: 2 }, { vocabulary: 3 }).cells] },
      /one cell, and these have lstm and rnn/,
    ],
    'one direction for two': [lstm, { ...shape, architecture: tagNetwork, bidirectional: 'sum' }, /no rnn\.weight_ih_l0_reverse/],
  };
  for (const [what, [weights, its, says]] of Object.entries(refusals)) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => importPyTorch(weights, its),
        (error) => error instanceof CheckpointError && says.test(error.message),
      ));
  }
});

function network(options: ExperimentOptions, sizes: NetworkSizes, rewritten = (source: string) => source): NetworkShape {
  const experiment = parseExperiment(options);
  return networkShape(experiment, rewritten(sourceOf(experiment)), sizes);
}

function renamed(name: string, shape: NetworkShape): NetworkShape {
  return { ...shape, cells: shape.cells.map((cell) => ({ ...cell, name })) };
}

function twice({ cells }: NetworkShape): NetworkShape['cells'] {
  return [...cells, ...cells];
}

/** Elements first, first + 1 … */
function tensor(name: string, shape: readonly number[], first: number): readonly [string, Tensor] {
  return [name, { shape, data: Float32Array.from({ length: sizeOf(shape) }, (_, k) => first + k) }];
}
