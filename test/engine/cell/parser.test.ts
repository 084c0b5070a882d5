import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileCell } from '../../../src/engine/cell/compileCell';
import { cellTitle, parseCell } from '../../../src/engine/cell/parser';
import type { Expression } from '../../../src/engine/cell/syntaxTree';
import { randomCell } from './randomCell';

/** An expression with every parenthesis written out. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.of.mark === 'none' ? expression.of.name : `${expression.of.name}:${expression.of.mark}`;
    case 'product':
      return `[${expression.matrix.name} ${written(expression.operand)}]`;
    case 'negate':
      return `(-${written(expression.operand)})`;
    case 'operation':
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`;
    case 'call':
      return `${expression.callee.name}(${expression.arguments.map(written).join(', ')})`;
  }
}

function read(right: string): string {
  const { syntax, problems } = parseCell(`y = ${right}`);
  assert.deepEqual(problems, []);
  return written(syntax.equations[0]?.expression as Expression);
}

describe('parser: expressions', () => {
  const golden: Readonly<Record<string, string>> = {
    'a + b - c': '((a + b) - c)',
    'a - (b - c)': '(a - (b - c))',
    'a + b * c / d': '(a + ((b * c) / d))',
    '-a * b': '((-a) * b)',
    'a - -b': '(a - (-b))',
    'a * -b': '(a * (-b))',
    'W_h h * r': '([W_h h] * r)',
    'W_h (r * h) + b': '([W_h (r * h)] + b)',
    'W_h(r * h)': '[W_h (r * h)]',
    'W_a (W_b h)': '[W_a [W_b h]]',
    "W tanh(c')": '[W tanh(c:prime)]',
    '-W h': '(-[W h])',
    'max(a, b + 1)': 'max(a, (b + 1))',
    '1.5e-3 * a + .5 + 2.': '(((0.0015 * a) + 0.5) + 2)',
    '((a))': 'a',
    'tanh(σ(a))': 'tanh(sigmoid(a))',
    'ln(a)': 'log(a)',
    // As on slides
    'W_{xi} x_t + W_{hi} h_{t-1}': '([W_xi x:t] + [W_hi h:t-1])',
    'W_{xi} x_{t} + h_{t − 1}': '([W_xi x:t] + h:t-1)',
    'f_t ⊙ cₜ₋₁ + i_t · ĉ_t': '((f:t * c:t-1) + (i:t * ĉ:t))',
    'hₜ × 2 − h′': '((h:t * 2) - h:prime)',
    'a_t - 1': '(a:t - 1)',
    // The names of parameters are never times
    'W_t x + b_t * p_t': '([W_t x] + (b_t * p_t))',
    't + a_tt + at': '((t + a_tt) + at)',
  };
  for (const [right, expected] of Object.entries(golden)) it(right, () => assert.equal(read(right), expected));

  it('reads needed and needless parentheses alike', () => {
    fc.assert(
      fc.property(randomCell, ({ source, full }) => {
        const sparse = parseCell(source);
        const dense = parseCell(full);
        assert.deepEqual([...sparse.problems, ...dense.problems], []);
        const texts = (cell: typeof sparse) => cell.syntax.equations.map(({ expression }) => written(expression as Expression));
        assert.deepEqual(texts(sparse), texts(dense));
      }),
      { numRuns: 300 },
    );
  });

  it('knows where everything stands', () => {
    const { syntax } = parseCell('\n  y = tanh(W_x  x + bb) # c');
    const expression = syntax.equations[0]?.expression as Expression;
    assert.deepEqual([expression.line, expression.column, expression.endColumn], [2, 7, 24]);
    assert.ok(expression.kind === 'call');
    const sum = expression.arguments[0] as Expression;
    assert.deepEqual([sum.column, sum.endColumn], [12, 23]);
    assert.ok(sum.kind === 'operation');
    assert.deepEqual([sum.left.column, sum.left.endColumn, sum.right.column], [12, 18, 21]);
  });
});

describe('parser: lines', () => {
  it('declarations, equations, comments', () => {
    const { syntax, problems } = parseCell(
      '# A title\r\ncell my-Zelle_2 # named\r\n\r\nstate h , c\r\noutput o\r\ninit b_f=-1.5\r\no = h\r\n',
    );
    assert.deepEqual(problems, []);
    assert.equal(syntax.name?.name, 'my-Zelle_2');
    assert.deepEqual(
      syntax.states.map(({ name }) => name),
      ['h', 'c'],
    );
    assert.deepEqual(
      syntax.outputs.map(({ name }) => name),
      ['o'],
    );
    assert.deepEqual(
      syntax.inits.map(({ parameter, value }) => [parameter.name, value]),
      [['b_f', -1.5]],
    );
    assert.deepEqual(
      syntax.equations.map(({ target, source }) => [target.name, source]),
      [['o', 'h']],
    );
  });

  it('the title is the first comment line', () => {
    assert.equal(cellTitle('cell c # not this\n\n  ## Long Short-Term Memory \n# second'), 'Long Short-Term Memory');
    assert.equal(cellTitle('cell c\nstate h'), undefined);
  });

  it('a byte-order mark and decomposed letters make no difference', () => {
    const composed = compileCell("cell c\nstate ĥ\noutput ĥ'\nĥ' = W_x x");
    const decomposed = compileCell("\uFEFFcell c\nstate h\u0302\noutput h\u0302'\nh\u0302' = W_x x");
    assert.deepEqual(decomposed.states, composed.states);
    assert.deepEqual(decomposed.stages, composed.stages);
  });

  it("the lecture's slide and the whiteboard are one cell", () => {
    const slide = compileCell(`cell gru
state h
r_t = σ(W_{xr} x_t + W_{hr} h_{t-1})
z_t = σ(W_{xz} x_t + W_{hz} h_{t-1})
ĥ_t = tanh(W_{xh} x_t + W_{hh} (r_t ⊙ h_{t-1}))
h_t = z_t ⊙ h_{t-1} + (1 − z_t) ⊙ ĥ_t`);
    const whiteboard = compileCell(`cell gru
state h
r = sigmoid(W_xr x + W_hr h)
z = sigmoid(W_xz x + W_hz h)
ĥ = tanh(W_xh x + W_hh (r * h))
h' = z * h + (1 - z) * ĥ`);
    assert.deepEqual(slide.stages, whiteboard.stages);
    assert.deepEqual(slide.parameters, whiteboard.parameters);
    assert.deepEqual(
      slide.activations.map(({ name, range }) => [name, range]),
      whiteboard.activations.map(({ name, range }) => [name, range]),
    );
  });
});
