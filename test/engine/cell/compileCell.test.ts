import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtinCells } from '../../../src/engine/cell/builtin/builtinCells';
import type { CellProgram } from '../../../src/engine/cell/cellProgram';
import { compileCell } from '../../../src/engine/cell/compileCell';
import { type Matrix, type Numbers, runEquations, runStages } from './interpreter';
import { randomCell } from './randomCell';

const builtin = (name: string): CellProgram =>
  compileCell(builtinCells.find((cell) => cell.name === name)?.source as string, `${name}.cell`);

/** gemm h ×4 → i f o g c' h' */
function shape({ stages }: CellProgram): string {
  return stages
    .map((stage) =>
      stage.kind === 'gemm'
        ? `gemm ${stage.operand.replace('previous:', '')} ×${stage.products.length}`
        : stage.outputs.map((key) => key.replace('activation:', '')).join(' '),
    )
    .join(' → ');
}

const withEquations = (...lines: string[]): CellProgram => compileCell(['cell c', 'state h', ...lines].join('\n'));

describe('compileCell: stages', () => {
  const expected = {
    rnn: "gemm h ×1 → h'",
    lstm: "gemm h ×4 → i f o g c' h'",
    gru: "gemm h ×2 → r z operand:1 → gemm operand:1 ×1 → n h'",
    'gru-pytorch': "gemm h ×3 → r z n h'",
    'lstm-peephole': "gemm h ×4 → i f g c' o h'",
    mgu: "gemm h ×1 → f operand:1 → gemm operand:1 ×1 → n h'",
    sru: "f r c' h",
    mingru: "z n h'",
  };
  for (const [name, stages] of Object.entries(expected)) {
    it(`${name}: ${stages}`, () => assert.equal(shape(builtin(name)), stages));
  }

  it('hoists all matrices over x into the first block, and joins those that share an operand', () => {
    assert.deepEqual(builtin('lstm').blocks, [
      { over: 'input', matrices: ['W_xi', 'W_xf', 'W_xo', 'W_xc'] },
      { over: 'hidden', matrices: ['W_hi', 'W_hf', 'W_ho', 'W_hc'] },
    ]);
    assert.deepEqual(builtin('gru').blocks.slice(1), [
      { over: 'hidden', matrices: ['W_hr', 'W_hz'] },
      { over: 'hidden', matrices: ['W_hn'] },
    ]);
  });

  it('computes a product once however often and in whatever order it is written', () => {
    const program = withEquations('r = sigmoid(W_r x)', 'a = tanh(W_h (r * h) + W_h (h * r))', "h' = a + W_h (r * h) + W_x x + W_x x");
    assert.equal(shape(program), "r operand:1 → gemm operand:1 ×1 → a h'");
    assert.deepEqual(program.blocks[0]?.matrices, ['W_r', 'W_x']);
  });

  it('uses an activation as the operand that it is', () => {
    assert.equal(shape(withEquations('m = h * h', "h' = W_x x + W_h (h * h) + W_m m")), "m → gemm activation:m ×2 → h'");
  });

  it('gives a matrix that multiplies two vectors a block of its own and two stages', () => {
    const program = withEquations('n = tanh(W_x x + W_h h)', "h' = tanh(W_h n + W_z h)");
    assert.equal(shape(program), "gemm h ×1 → gemm h ×1 → n → gemm activation:n ×1 → h'");
    assert.deepEqual(program.blocks.slice(1), [
      { over: 'hidden', matrices: ['W_h'] },
      { over: 'hidden', matrices: ['W_z'] },
    ]);
    const gemms = program.stages.filter((stage) => stage.kind === 'gemm');
    assert.deepEqual(
      gemms.map(({ operand, block, products }) => [operand, block, products]),
      [
        ['previous:h', 1, ['product:W_h·h']],
        ['previous:h', 2, ['product:W_z·h']],
        ['activation:n', 1, ['product:W_h·n']],
      ],
    );
  });

  it('chains products of products', () => {
    assert.equal(
      shape(withEquations("h' = W_a (W_b (W_c h)) + W_x x")),
      "gemm h ×1 → operand:1 → gemm operand:1 ×1 → operand:2 → gemm operand:2 ×1 → h'",
    );
  });

  it('starts a product as early as its operand is there', () => {
    const program = compileCell("cell c\nstate h, c\nn = tanh(W_x x + W_n h)\nm = tanh(W_m n)\nh' = m + W_c c\nc' = W_h h'");
    assert.equal(shape(program), "gemm h ×1 → gemm c ×1 → n → gemm activation:n ×1 → m h' → gemm activation:h' ×1 → c'");
  });

  it('every key is written once, before it is read, and every activation comes out of a pointwise stage', () => {
    fc.assert(
      fc.property(randomCell, ({ source }) => {
        const program = compileCell(source);
        const known = new Set([...program.states.map((name) => `previous:${name}`), ...program.vectors.map((name) => `parameter:${name}`)]);
        const hoisted = program.blocks.filter(({ over }) => over === 'input');
        assert.ok(hoisted.length <= 1 && (hoisted.length === 0 || program.blocks[0] === hoisted[0]));
        for (const name of hoisted[0]?.matrices ?? []) known.add(`x:${name}`);
        const add = (key: string) => {
          assert.ok(!known.has(key), `${key} twice`);
          known.add(key);
        };
        for (const stage of program.stages) {
          for (const key of stage.kind === 'gemm' ? [stage.operand] : stage.inputs) assert.ok(known.has(key), `${key} is read too early`);
          (stage.kind === 'gemm' ? stage.products : stage.outputs).forEach(add);
        }
        for (const { key } of program.activations) assert.ok(known.has(key));
        const kinds = program.stages.map(({ kind }) => kind);
        assert.ok(!kinds.some((kind, k) => kind === 'pointwise' && kinds[k + 1] === 'pointwise'));
      }),
    );
  });
});

describe('compileCell: what it says about a cell', () => {
  it('parameters in the order of the equations, with their kinds and initial values', () => {
    assert.deepEqual(builtin('lstm-peephole').parameters.slice(0, 8), [
      { name: 'W_xi', kind: 'input-matrix' },
      { name: 'W_hi', kind: 'recurrent-matrix' },
      { name: 'p_i', kind: 'vector' },
      { name: 'b_i', kind: 'bias' },
      { name: 'W_xf', kind: 'input-matrix' },
      { name: 'W_hf', kind: 'recurrent-matrix' },
      { name: 'p_f', kind: 'vector' },
      { name: 'b_f', kind: 'bias', init: 1 },
    ]);
    assert.deepEqual(builtin('gru-pytorch').vectors, ['b_r', 'b_z', 'b_xn', 'b_hn']);
  });

  it('activations with their equations as written, and their ranges', () => {
    const program = compileCell('# t\ncell c\nstate h\ng_t  =  σ( W_x  x_t+b )  # gate\nn=tanh(W_h (g ⊙ h_{t-1}))\nh_t = n');
    assert.deepEqual(program.activations, [
      { name: 'g', key: 'activation:g', equation: 'σ( W_x x_t+b )', range: 'gate', state: false },
      { name: 'n', key: 'activation:n', equation: 'tanh(W_h (g ⊙ h_{t-1}))', range: 'signed', state: false },
      { name: "h'", key: "activation:h'", equation: 'n', range: 'real', state: true },
    ]);
  });

  it("the output: h' or what the output line says", () => {
    assert.equal(builtin('lstm').output, "activation:h'");
    assert.equal(builtin('sru').output, 'activation:h');
    assert.deepEqual(builtin('sru').states, ['c']);
    assert.equal(compileCell("cell c\nstate s\noutput s_t\ns' = W_x x").output, "activation:s'");
  });

  it('every built-in cell has the name of its file and a title, and compiles', () => {
    assert.deepEqual(
      builtinCells.slice(0, 5).map(({ name }) => name),
      ['rnn', 'rnn-relu', 'gru', 'gru-pytorch', 'lstm'],
    );
    for (const { name, title, source } of builtinCells) {
      assert.equal(compileCell(source, `${name}.cell`).name, name);
      assert.ok(title.length > 0 && title.length < 80 && title !== name);
    }
  });
});

describe('compileCell: the stages mean what the equations say', () => {
  it('for every built-in cell', () => {
    for (const { name, source } of builtinCells) {
      const program = compileCell(source);
      fc.assert(
        fc.property(numbersFor(program), (numbers) => {
          assertClose(runStages(program, numbers), runEquations(source, numbers), name);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('for random cells', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        randomCell.chain(({ source }) => fc.record({ source: fc.constant(source), numbers: numbersFor(compileCell(source)) })),
        ({ source, numbers }) => {
          const expected = runEquations(source, numbers);
          fc.pre(
            Object.values(expected)
              .flat()
              .every((value) => Math.abs(value) < 1e3),
          );
          compared++;
          assertClose(runStages(compileCell(source), numbers), expected, source);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
    assert.equal(compared, 200);
  });

  it('the stabilised sLSTM equals its plain equations', () => {
    const program = builtin('slstm');
    const plain =
      "i = exp(W_xi x + W_hi h + b_i)\nf = sigmoid(W_xf x + W_hf h + b_f)\no = sigmoid(W_xo x + W_ho h + b_o)\nz = tanh(W_xz x + W_hz h + b_z)\nc' = f * c + i * z\nn' = f * n + i\nh' = o * c' / n'";
    fc.assert(
      fc.property(numbersFor(program), fc.array(vector(2), { minLength: 5, maxLength: 5 }), ({ parameters }, inputs) => {
        let stabilised: Record<string, number[]> = { h: [0, 0, 0], c: [0, 0, 0], n: [0, 0, 0], m: [0, 0, 0] };
        let direct: Record<string, number[]> = { ...stabilised };
        for (const x of inputs) {
          const next = runStages(program, { x, states: stabilised, parameters });
          const other = runEquations(plain, { x, states: direct, parameters });
          assertClose({ h: next["h'"] as number[] }, { h: other["h'"] as number[] }, 'slstm');
          stabilised = Object.fromEntries(program.states.map((name) => [name, next[`${name}'`] as number[]]));
          direct = Object.fromEntries(['h', 'c', 'n'].map((name) => [name, other[`${name}'`] as number[]]));
        }
      }),
      { numRuns: 50 },
    );
  });
});

function vector(length: number): fc.Arbitrary<number[]> {
  return fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length });
}

/** H = 3 units, 2 inputs. */
function numbersFor(program: CellProgram): fc.Arbitrary<Numbers> {
  const matrix = (columns: number): fc.Arbitrary<Matrix> => fc.array(vector(columns), { minLength: 3, maxLength: 3 });
  return fc.record({
    x: vector(2),
    states: fc.record(Object.fromEntries(program.states.map((name) => [name, vector(3)]))),
    parameters: fc.record(
      Object.fromEntries(
        program.parameters.map(({ name, kind }): [string, fc.Arbitrary<number[] | Matrix>] => [
          name,
          kind === 'input-matrix' ? matrix(2) : kind === 'recurrent-matrix' ? matrix(3) : vector(3),
        ]),
      ),
    ),
  });
}

function assertClose(actual: Record<string, number[]>, expected: Record<string, number[]>, what: string): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    values.forEach((value, unit) => {
      const other = actual[name]?.[unit] as number;
      assert.ok(
        Object.is(other, value) || Math.abs(other - value) <= 1e-9 * (1 + Math.abs(value)),
        `${what}: ${name}[${unit}] is ${other}, not ${value}`,
      );
    });
  }
}
