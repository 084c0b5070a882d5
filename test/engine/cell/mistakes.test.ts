import assert from 'node:assert/strict';
import { checkCell } from '../../../src/engine/cell/compileCell';

/** A mistake in the third line of an otherwise good cell: [line, what is underlined, message]. */
const MISTAKES: readonly (readonly [line: string, underlined: string, message: string])[] = [
  // Signs
  ["h' = W_x @ x", '@', 'The sign @ is not part of the notation. A matrix stands before its vector with nothing between: W_h h.'],
  ["h' = W_x x + h^2", '^', 'The sign ^ is not part of the notation. There is no power sign: write c * c for the square of c.'],
  ["h' = W_x x + h²", '²', 'The sign ² is not part of the notation. There is no power sign: write c * c for the square of c.'],
  ["h' = W_xᵀ h", 'ᵀ', 'The sign ᵀ is not part of the notation. There is no transpose: give the matrix a name of its own.'],
  ["h' = tanh[W_x x]", '[', 'The sign [ is not part of the notation. Write parentheses ( ).'],
  ["h' = \\tanh(W_x x)", '\\', 'The sign \\ is not part of the notation. Write LaTeX commands as plain names: sigmoid or σ, tanh, *.'],
  ["h' = W_x x;", ';', 'The sign ; is not part of the notation. Write one equation on a line, with no sign at its end.'],
  ["h' := W_x x", ':', 'The sign : is not part of the notation. Write = between a name and its equation.'],
  ["h' = W_x x // input", '//', 'A comment begins with #, not with //.'],
  [
    "h' = W_x x \u0007",
    '\u0007',
    'The invisible character U+0007 BELL is not part of the notation. Equations are made of names, numbers, + - * /, parentheses and functions.',
  ],
  [
    "h' = W_x x + 🙂",
    '🙂',
    'The sign 🙂 is not part of the notation. Equations are made of names, numbers, + - * /, parentheses and functions.',
  ],
  ["h' = W_x x + _a", '_', 'The sign _ is not part of the notation. A name begins with a letter.'],
  ["h ' = W_x x", "'", "The sign ' is not part of the notation. A prime stands directly after its name: h'."],
  ["h' = 1e999 * W_x x", '1e999', 'The number 1e999 is too large for a computer: write a smaller one.'],
  // Time
  ["h'' = W_x x", "h''", "One prime is enough: h' is the value at t."],
  [
    "h' = W_x x + h_{t-2}",
    'h_{t-2}',
    "Only the step before is kept, so h_{t-2} is not there. To look further back, keep it in a state of its own: state m, and m' = h.",
  ],
  [
    "h' = W_x x + h_t-1",
    'h_t-1',
    'h_t-1 can be read in two ways: write h or h_{t-1} for the value before, or put spaces around the minus.',
  ],
  ["h' = W_x x + h_{t-1}'", "h_{t-1}'", "h_{t-1}' says its time twice: write h' for the value at t, h for the value before."],
  ["h' = W_x x + b_{t-1}", 'b_{t-1}', 'b is learned and the same at every step: write b.'],
  ["h' = W_x' x", "W_x'", 'W_x is learned and the same at every step: write W_x without the prime.'],
  ["h' = W_x x + b'", "b'", 'b is learned and the same at every step: write b.'],
  ["h' = W_x x'", "x'", 'x is the input at time t already: write it without the prime.'],
  ["h' = W_x x_{t-1}", 'x_{t-1}', "Only the input at time t is there: to remember it, add a state m and the equation m' = W_m x."],
  ["h' = W_{x,h} x", 'W_{x,h}', 'The subscript {x,h} is not one letter or word: write W_xh.'],
  ["h' = W_{x}h x", 'W_{x}h', 'W_{x}h goes on after its subscript: write one name, such as W_x.'],
  // Grammar
  ["h' = tanh(W_x x", '(', 'This ( is never closed: write ) where it ends. An equation stands on one line.'],
  ["h' = tanh(W_x x))", ')', 'This ) closes nothing: take it out, or open it with ( further left.'],
  ["h' = ()", '()', 'There is nothing in these parentheses: write an expression in them, or take them out.'],
  ["h' = W_x x +", '+', 'The equation stops short: something is missing after +. An equation stands on one line.'],
  ["h' =", '=', 'The equation stops short: something is missing after =. An equation stands on one line.'],
  ["h' = W_x x + * h", '*', 'Something is missing after + before *: write a name, a number or an expression there.'],
  ["h' = a = W_x x", '=', 'There is a second = here: write one equation on a line.'],
  ['= W_x x', '=', "There is no name before this =: write, for example, h' = tanh(W_x x + W_h h)."],
  ["h' + 1 = W_x x", "h'", 'Left of = stands one name and nothing else: move the rest to the right-hand side.'],
  ["h'", "h'", "The = of the equation is missing: write h' = …."],
  ["h' tanh(W_x x)", "h'", "The line is neither an equation nor begins with cell, state, init or output: write h' = … for an equation."],
  ["h' = W_x x, h", ',', 'A comma stands only between the arguments of max and min.'],
  ["h' = (W_x x, h)", ',', 'A comma stands only between the arguments of max and min.'],
  ["h' = 2 h + W_x x", 'h', 'Between 2 and h the sign is missing: write * to multiply element by element.'],
  ["h' = (1 - h) h + W_x x", 'h', 'Between ) and h the sign is missing: write * to multiply element by element.'],
  ["h' = U h + W_x x", 'h', 'Only a name that starts with W is a matrix: write W_U h, or U * h to multiply element by element.'],
  ["h' = w_h h + W_x x", 'h', 'A matrix starts with a capital W: write W_h h.'],
  [`h' = ${'('.repeat(101)}h`, '(', 'More than 100 parentheses or signs are nested here: give the inner part a name on a line of its own.'],
  [`h' = ${'-'.repeat(101)}h`, '-', 'More than 100 parentheses or signs are nested here: give the inner part a name on a line of its own.'],
  // Functions
  ["h' = tanh W_x x", 'tanh', 'tanh is a function and needs its argument in parentheses: tanh(…).'],
  ["h' = W_x x + tanh", 'tanh', 'tanh is a function and needs its argument in parentheses: tanh(…).'],
  ["h' = tanh()", 'tanh()', 'tanh takes one argument and has 0: write tanh(…).'],
  ["h' = tanh(W_x x, h)", 'tanh(W_x x, h)', 'tanh takes one argument and has 2: write tanh(…).'],
  ["h' = max(W_x x)", 'max(W_x x)', 'max takes two arguments and has 1: write max(a, b).'],
  ["h' = sigmod(W_x x)", '(', 'sigmod is not a function. Did you mean sigmoid?'],
  ["h' = b (h) + W_x x", '(', 'b is not a function. To multiply, write b * (…).'],
  // Names
  [
    "h' = W_x x + foo",
    'foo',
    'foo is not defined: give it an equation above, or begin its name with W (matrix), b (bias) or p (peephole) to have it learned.',
  ],
  ["h' = W_x x + sigmoi", 'sigmoi', 'sigmoi is not defined. Did you mean sigmoid?'],
  ["h' = W_x x + q'", "q'", "q' is not defined: declare it with state q and give it an equation."],
  ["h' = W_x x + w", 'w', 'w is not defined. A matrix starts with a capital W: W.'],
  ["h' = W_x x + state", 'state', 'state is a word of the notation and stands only at the beginning of a line.'],
  ["h' = W_x x + h'", "h'", "h' is defined by itself: write h, without the prime, for its value at t − 1."],
  ['h = W_x x', 'h', "h is the state's value at t − 1 and is given: write h' = … for its value at t."],
  ['h_{t-1} = W_x x', 'h_{t-1}', "h_{t-1} is the state's value at t − 1 and is given: write h' = … for its value at t."],
  ['x = h', 'x', "x is the cell's input at time t: choose another name."],
  ['tanh = W_x x', 'tanh', 'tanh is a function: choose another name.'],
  ['output = W_x x', 'output', 'output is a word of the notation: choose another name.'],
  ['b_y = W_x x', 'b_y', 'b_y would be learned, as every name that starts with W, b or p: choose a name with another first letter.'],
  ['W_y = h', 'W_y', 'W_y would be learned, as every name that starts with W, b or p: choose a name with another first letter.'],
  ["i' = W_x x", "i'", "i' has a prime, but i is not a state: write i = …, or add i to the state line."],
  ['i_{t-1} = W_x x', 'i_{t-1}', 'An equation gives a value at time t: write i = ….'],
  // Matrices
  ["h' = W_x x + W_h", 'W_h', 'W_h is a matrix and has no vector to multiply: write one after it, such as W_h h or W_h (r * h).'],
  ["h' = W_x x + W_h 2", 'W_h', 'W_h is a matrix and has no vector to multiply: write one after it, such as W_h h or W_h (r * h).'],
  ["h' = W_x x + W_h * h", 'W_h *', 'W_h is a matrix: write it before its vector with nothing between, such as W_h h.'],
  ["h' = W_a W_b h", 'W_a W_b', 'W_a W_b is a matrix times a matrix: put the product that comes first in parentheses, W_a (W_b …).'],
  ["h' = tanh(x + h)", 'x', 'x has the size of the input, not of the state: put a matrix before it, such as W_x x.'],
  ["h' = W_x (x * h)", 'x', 'x has the size of the input, not of the state: put a matrix before it, such as W_x x.'],
  ["h' = W_x x + W_x h", 'W_x h', 'W_x multiplies x on line 3 and a state here, which differ in size: use two matrices.'],
  ["h' = W_h h + W_h x", 'W_h x', 'W_h multiplies a state on line 3 and x here, which differ in size: use two matrices.'],
  ["h' = W_x x + W_h b_h", 'W_h b_h', 'What W_h multiplies is the same at every step, so the product is only a bias: write b_… instead.'],
  [
    "h' = sign(W_x x)",
    'W_x',
    'W_x reaches the output only through sign, which is flat, so it could never learn: use tanh instead, or leave it out.',
  ],
  // Declarations
  ['init h = 1', 'h', 'h is not a parameter: an initial value is for a name that starts with W, b or p.'],
  ['init b = one', 'one', 'The initial value is one number: write, for example, init b_f = 1.'],
  ['init b = 1 2', '1 2', 'The initial value is one number: write, for example, init b_f = 1.'],
  ['init b = -', '-', 'The initial value is one number: write, for example, init b_f = 1.'],
  ['init b', 'b', 'An = is missing after b: write, for example, init b_f = 1.'],
  ['init', 'init', 'The parameter is missing: write, for example, init b_f = 1.'],
  ['output q', 'q', 'q has no equation, so it cannot be the output: name an activation.'],
  ['output h', 'h', "h is the value at t − 1: write output h'."],
  ['state h', 'h', 'h is declared twice: take one out.'],
  ['state x', 'x', "x is the cell's input at time t: choose another name."],
  ["state k'", "k'", 'A state is declared by its bare name: write state k.'],
  ['state k l', 'l', 'A comma is missing before l: write, for example, state h, c.'],
  ['cell two', 'two', 'The cell already has the name c: one file holds one cell.'],
];

describe('checkCell: one mistake, one problem, and the mend', () => {
  for (const [line, underlined, message] of MISTAKES) {
    it(line.length > 60 ? `${line.slice(0, 60)}…` : line, () => {
      const source = `cell c\nstate h\n${line}\n`;
      const [problem, ...more] = checkCell(source);
      assert.deepEqual(more, []);
      assert.equal(problem?.message, message);
      assert.equal(problem.line, 3);
      assert.equal(line.slice(problem.column - 1, problem.endColumn - 1), underlined);
    });
  }
});
