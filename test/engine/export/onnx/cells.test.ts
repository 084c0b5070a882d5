/** Any cell that can be written is exported: as the operator that it is, else step by step. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtinCells } from '../../../../src/engine/cell/builtin/builtinCells';
import { compileCell } from '../../../../src/engine/cell/compileCell';
import { recurrentOperator } from '../../../../src/engine/cell/recurrentOperator';
import { withBothBiases } from '../../../../src/engine/checkpoint/bothBiases';
import type { Tensor } from '../../../../src/engine/checkpoint/tensor';
import { randomCell } from '../../cell/randomCell';
import {
  apart,
  floats,
  inEngine,
  inRuntime,
  ints,
  type Runtime,
  requireNear,
  someSymbols,
  untrained,
  zeroStates,
} from './engineAndRuntime';

const [T, B, H, V] = [4, 2, 5, 7];
const operatorOf = (source: string) => recurrentOperator(compileCell(source))?.operator;
const builtin = (name: string) => builtinCells.find((cell) => cell.name === name)?.source as string;

/** @returns whether it could be compared: a cell that makes numbers too large for float32 could not */
async function requireSame(cellSource: string): Promise<boolean> {
  const checkpoint = untrained({ cell: 'mine', cellSource, layers: 2, initializer: 'uniform:0.3' });
  const tokens = someSymbols(T * B, V, 1);
  const feed = { tokens: Float64Array.from(tokens) };
  const ours = await inEngine(checkpoint, { batch: B, window: T }, feed);
  if (!Object.values(ours).every((values) => values.every((value) => Math.abs(value) < 1e3))) return false;
  const moved = await inEngine({ ...checkpoint, tensors: movedABit(checkpoint.tensors) }, { batch: B, window: T }, feed);
  const model = (await inRuntime(checkpoint)).get('model') as Runtime;
  const theirs = await model.run({ ids: ints(tokens, T, B), ...zeroStates(model.inputs, B, H) });
  // What the last bit of a weight makes of such a cell is no fault of who computes it.
  const explained = 20 * apart(floats(moved.logits as Float64Array, T, B, V), ours.logits);
  requireNear(theirs.logits, ours.logits, cellSource, explained);
  await model.dispose();
  return true;
}

/** By the last bit that float32 has. */
function movedABit(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const moved = (data: Tensor['data']) => data.map((value, at) => value * (1 + (at % 2 === 0 ? 1 : -1) * 2 ** -23));
  return new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: moved(data) }]));
}

describe('an exported cell', () => {
  it('is an operator where its equations are, whatever it is called', () => {
    const operators = builtinCells.map(({ name, source }) => [name, operatorOf(source)]).filter(([, operator]) => operator !== undefined);
    assert.deepEqual(Object.fromEntries(operators), {
      rnn: 'RNN',
      'rnn-relu': 'RNN',
      gru: 'GRU',
      'gru-pytorch': 'GRU',
      lstm: 'LSTM',
      'lstm-peephole': 'LSTM',
    });
    for (const name of ['rnn', 'gru', 'gru-pytorch', 'lstm']) assert.ok(operatorOf(withBothBiases(builtin(name))), name);
    const renamed =
      "cell mine\nstate s, m\nv = tanh(W_1 s + W_2 x)\nm' = v * sigmoid(W_3 x + W_4 s) + m * sigmoid(b + W_5 s + W_6 x + b_2)\ns' = tanh(m') * sigmoid(W_7 s + b_3 + W_8 x)\noutput s'";
    assert.equal(operatorOf(renamed), 'LSTM');
  });

  it('is no operator where a single sign makes it another cell, though its name and its parameters are the same', () => {
    for (const [name, from, to] of [
      ['lstm', 'f * c + i * g', 'f * c - i * g'],
      ['lstm', "o * tanh(c')", "o * c'"],
      ['lstm', "o * tanh(c')", 'o * tanh(c)'],
      ['lstm', 'tanh(W_xc', 'sin(W_xc'],
      ['lstm', 'W_hf h', 'W_hf c'],
      ['lstm', 'W_xi x + W_hi h', 'W_xi x * W_hi h'],
      ['lstm-peephole', "p_o * c'", 'p_o * c'],
      ['lstm-peephole', 'p_f * c', 'p_f * h'],
      ['gru', '(1 - z) * n', '(2 - z) * n'],
      ['gru', '(1 - z) * n', '(1 - r) * n'],
      ['gru', 'z * h + (1 - z) * n', 'z * n + (1 - z) * h'],
      ['gru', 'W_hn (r * h)', 'W_hn (z * r)'],
      ['gru-pytorch', 'r * (W_hn h + b_hn)', 'r * (W_hn h - b_hn)'],
      ['rnn', 'tanh(W_xh x + W_hh h', 'tanh(W_xh x + 2 * (W_hh h)'],
      ['rnn', 'tanh(W', 'abs(W'],
    ] as const) {
      const changed = builtin(name).replace(from, to);
      assert.notEqual(changed, builtin(name));
      assert.equal(operatorOf(changed), undefined, to);
    }
  });

  it('computes the same whichever it is', async () => {
    for (const { source } of builtinCells) await requireSame(withBothBiases(source));
    await requireSame("cell plain\nstate h\nh' = sigmoid(W_x x + W_h h)");
    await requireSame("cell late\nstate h, c\nc' = W_x x\nh' = cos(W_h h + c + b)");
    await requireSame("cell fixed\nstate h, c\nc' = tanh(b_c)\nh' = sigmoid(W_h c + W_x x)");
    await requireSame("cell swapped\nstate h, c\nc' = h\nh' = tanh(W_x x + W_c (c * b))\noutput c'");
  });

  it('of any equations computes what ours does', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomCell, async ({ source }) => {
        if (await requireSame(source)) compared++;
      }),
      { numRuns: 60 },
    );
    assert.ok(compared >= 20, `only ${compared} could be compared`);
  });
});
