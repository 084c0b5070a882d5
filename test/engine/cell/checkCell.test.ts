import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtinCells } from '../../../src/engine/cell/builtin/builtinCells';
import { CellSyntaxError, checkCell, compileCell } from '../../../src/engine/cell/compileCell';

describe('checkCell: what concerns the whole file', () => {
  const cases: Readonly<Record<string, readonly [source: string, at: string, message: string]>> = {
    'an empty file': [
      '',
      '1:1-2',
      "The file has no equations. Begin with: cell my-rnn, state h, h' = tanh(W_x x + W_h h + b), each on a line of its own.",
    ],
    'comments only': [
      '# a title\n\n',
      '1:1-2',
      "The file has no equations. Begin with: cell my-rnn, state h, h' = tanh(W_x x + W_h h + b), each on a line of its own.",
    ],
    'another kind of text': [
      'Call me Ishmael.\nSome years ago',
      '1:16-17',
      'The sign . is not part of the notation. Equations are made of names, numbers, + - * /, parentheses and functions.',
    ],
    'a binary file': [
      'cell c\nst\0te h',
      '2:3-4',
      'This is not a text file (it holds NUL characters): choose a .cell file with equations.',
    ],
    'a huge file': ['h'.repeat(100_001), '1:1-2', 'The file has 100001 characters, which is too many for a cell: write at most 100000.'],
    'a very long line': [
      `cell c\nstate h\nh' = ${'h + '.repeat(500)}W_x x`,
      '3:1-2011',
      'The line has 2010 characters: split it into equations of at most 2000.',
    ],
    'no cell line': ["# t\n\n state h\nh' = W_x x", '3:2-9', 'The cell has no name: begin with a line such as cell my-lstm.'],
    'a cell line without a name': ["cell\nstate h\nh' = W_x x", '1:1-5', "The cell's name is missing: write it after the word, cell lstm."],
    'a name of two words': [
      "cell my cell\nstate h\nh' = W_x x",
      '1:6-13',
      "A cell's name is one word of letters, digits and hyphens: cell my-lstm.",
    ],
    'no state line': ["cell c\nh' = W_x x", '1:1-7', 'The cell remembers nothing: name its states in a line such as state h.'],
    'an empty state line': ["cell c\nstate\nh' = W_x x", '2:1-6', 'A name is missing here: write, for example, state h, c.'],
    'a state without an equation': [
      "cell c\nstate h, c\nh' = W_x x",
      '2:10-11',
      "The state c never gets a value at time t: write an equation c' = ….",
    ],
    'assigned twice': [
      "cell c\nstate h\nh' = W_x x\nh_t = h",
      '4:1-4',
      'h is already assigned on line 3: choose another name, or take one of the two out.',
    ],
    'used before it is assigned': [
      "cell c\nstate h\nh' = i\ni = W_x x",
      '3:6-7',
      'i is used here but assigned only on line 4: move that line above this one.',
    ],
    'a circle': [
      "cell c\nstate h\ni = f\nf = sigmoid(W_x x + i)\nh' = i",
      '3:5-6',
      "f (line 4) and this equation define each other: let one of them use a state's value at t − 1.",
    ],
    'an activation of its own': [
      "cell c\nstate h\ni = W_x x + i\nh' = i",
      '3:13-14',
      'i is defined by itself: to use its value at t − 1, add i to the state line.',
    ],
    "a prime that is not a state's": [
      "cell c\nstate h\ni = W_x x\nh' = i'",
      '4:6-8',
      'i is not a state, so it has no prime: write i, or add it to the state line.',
    ],
    'the past of an activation': [
      "cell c\nstate h\ni = W_x x\nh' = i_{t-1}",
      '4:6-13',
      "Only a state has a value at t − 1: add i to the state line and assign i' instead of i.",
    ],
    'a misspelt name': ["cell c\nstate h\nfgate = W_x x\nh' = f_gate", '4:6-12', 'f_gate is not defined. Did you mean fgate?'],
    'no h and no output line': [
      "cell c\nstate s\ns' = W_x x",
      '1:1-7',
      "There is no h', so the cell must say what its output is: add a line such as output s'.",
    ],
    'two outputs': ["cell c\nstate h\nh' = W_x x\noutput h', h'", '4:12-14', 'A cell has one output: take one of them out.'],
    'an input that is never read': [
      "cell c\nstate h\nh' = tanh(W_h h)",
      '1:1-7',
      'The cell never reads its input: use it in an equation, such as W_x x.',
    ],
    'a parameter that cannot learn': [
      "cell c\nstate h\nh' = W_x x\ny = W_o h'",
      '4:5-8',
      "W_o could never learn, because the output h' does not depend on y: use y in an equation, or leave it out.",
    ],
    'an initial value for nothing': [
      "cell c\nstate h\ninit b_g = 1\nh' = W_x x",
      '3:6-9',
      'b_g stands in no equation: use it in one, or take this line out.',
    ],
    'two initial values': [
      "cell c\nstate h\ninit b = 1\ninit b = 2\nh' = W_x x + b",
      '4:6-7',
      'b has an initial value already: take one out.',
    ],
    'too many equations': [
      `cell c\nstate h\nh' = W_x x\n${Array.from({ length: 200 }, (_, k) => `a${k} = h`).join('\n')}`,
      '203:1-5',
      'A cell has at most 200 equations.',
    ],
  };
  for (const [name, [source, at, message]] of Object.entries(cases)) {
    it(name, () =>
      assert.deepEqual(
        checkCell(source).map((problem) => [`${problem.line}:${problem.column}-${problem.endColumn}`, problem.message]),
        [[at, message]],
      ),
    );
  }

  it('finds every mistake, from top to bottom', () => {
    const problems = checkCell("cell c\nstate h\ninit h = 1\ni = sigmoid(W_xi x\nf = tanh W_x x\nh' = i * foo + f\n");
    assert.deepEqual(
      problems.map(({ line, column }) => `${line}:${column}`),
      ['3:6', '4:12', '5:5', '6:10'],
    );
  });
});

describe('CellSyntaxError', () => {
  it("is the first problem, with the file's name before it", () => {
    assert.throws(
      () => compileCell("cell c\nstate h\ni = h h\nh' = tanh(\n", 'my.cell'),
      (error) => {
        assert.ok(error instanceof CellSyntaxError);
        assert.equal(error.name, 'CellSyntaxError');
        assert.equal(error.message, 'my.cell:3:7: Between h and h the sign is missing: write * to multiply element by element.');
        assert.deepEqual([error.fileName, error.line, error.column, error.endColumn], ['my.cell', 3, 7, 8]);
        return true;
      },
    );
  });

  it('is all that any text can bring about', () => {
    const alphabet = fc.constantFrom(
      ...[
        'cell ',
        'state ',
        'init ',
        'output ',
        'h',
        'c',
        "'",
        'x',
        'W_x ',
        'b',
        ' = ',
        '\n',
        '\n',
        ' + ',
        ' - ',
        ' * ',
        '(',
        ')',
        ', ',
        'tanh(',
        'max(',
        '1',
        '0.5',
        '_t',
        '_{t-1}',
        '{',
        '#',
        'ₜ₋₁',
        'ĥ',
        '\t',
        '\r',
        '\u2028',
        '\ud800',
        '\0',
      ],
    );
    const mixed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(alphabet, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.array(alphabet, { maxLength: 60 }).map((parts) => `cell c\nstate h\nh' = ${parts.join('')}`),
      // A good cell with a piece cut out and another put in.
      fc.tuple(fc.constantFrom(...builtinCells), fc.nat(), fc.nat(5), alphabet).map(([{ source }, at, length, piece]) => {
        const from = at % source.length;
        return source.slice(0, from) + piece + source.slice(from + length);
      }),
    );
    let broken = 0;
    fc.assert(
      fc.property(mixed, (source) => {
        const problems = checkCell(source);
        const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
        for (const { line, column, endColumn, message } of problems) {
          assert.ok(line >= 1 && line <= lines.length);
          assert.ok(column >= 1 && endColumn > column && endColumn <= (lines[line - 1] as string).length + 2);
          assert.match(message, /[.?]$/);
          assert.doesNotMatch(message, /undefined|\[object|NaN/);
        }
        if (problems.length === 0) compileCell(source);
        else {
          broken++;
          assert.throws(() => compileCell(source), CellSyntaxError);
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(broken > 100);
  });
});
