/** Nothing that stands in a file becomes code: whatever is written into comments, names and symbols, the program is the same program. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { pyTorchFolder } from '../../../../src/engine/export/pytorch/pyTorchFolder';
import { PythonNames } from '../../../../src/engine/export/pytorch/pythonText';
import { requirePython, runPython } from '../../../python';
import { temporaryFolder } from '../../../runs/temporaryFolder';
import { drawnCheckpoint } from './exportedCase';

const EQUATIONS = "cell hostile\nstate h\n\nz = sigmoid(W_x x + W_h h + b)\nh' = z * h + (1 - z) * tanh(W_c x)\n";
const ATTACKS = [
  '"""\nimport os',
  '""" + __import__("os").system("touch injected") + """',
  "'''\\",
  '\\N{oops} \\x \\',
  '\u2028import os\u2029import os\u0085import os',
  '\u202e gnp \u2066',
  '\ufeff',
  '{open("x")} %s',
];

/** As Python reads a program, without its docstrings: comments are no part of it. */
const SYNTAX = `
import ast, sys
for file in sys.argv[1:]:
    tree = ast.parse(open(file, encoding="utf-8").read())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body.pop(0)
    print(ast.dump(tree))
`;

describe('an exported program', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  const program = (cellSource: string, file: 'model.py' | 'train.py' = 'model.py', said = {}) =>
    String(pyTorchFolder(drawnCheckpoint({ name: '', options: { cell: 'own.cell', cellSource, hidden: 3, ...said } })).get(file));

  it('is the same whatever is written into the comments of its cell', function () {
    const python = requirePython(this);
    const files = ['', ...ATTACKS].map((attack, index) => {
      const commented = attack
        .split(/\r\n|[\r\n]/)
        .map((line) => `# ${line}\n`)
        .join('');
      const inLine = attack.replaceAll(/[\r\n]/g, ' ');
      const source = attack === '' ? EQUATIONS : commented + EQUATIONS.replace(')\n', `)  # ${inLine}\n${commented}`) + commented;
      const file = path.join(folder(), `${index}.py`);
      writeFileSync(file, program(source));
      return file;
    });
    const [plain, ...attacked] = runPython(python, ['-c', SYNTAX, ...files])
      .trimEnd()
      .split('\n');
    assert.equal(attacked.length, ATTACKS.length);
    for (const [index, tree] of attacked.entries()) assert.equal(tree, plain, ATTACKS[index]);
  });

  it('has symbols, labels and the names of files in its data, and columns as quoted texts', function () {
    const python = requirePython(this);
    const column = '") or __import__("os").abort() or ("\\\u2028é';
    const files = ATTACKS.map((attack, index) => {
      const options = { task: 'classify', inputColumn: attack + column, targetColumn: attack, files: [attack] } as const;
      const file = path.join(folder(), `${index}.py`);
      writeFileSync(file, program(EQUATIONS, 'train.py', options));
      return file;
    });
    const values = runPython(python, [
      '-c',
      `
import ast, json, sys
found = []
for file in sys.argv[1:]:
    tree = ast.parse(open(file, encoding="utf-8").read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and getattr(node.args[0], "value", None) == "--input-column":
            found.append([keyword.value.value for keyword in node.keywords if keyword.arg == "default"][0])
print(json.dumps(found))
`,
      ...files,
    ]);
    assert.deepEqual(
      JSON.parse(values),
      ATTACKS.map((attack) => attack + column),
    );
    const source = readFileSync(files[0] as string, 'utf8');
    assert.doesNotMatch(source.replaceAll(/^# .*$/gm, ''), /[\u0080-\u009f\u2028\u2029\u202e]/);
  });

  it('has names that Python takes, each its own', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 20 }), (all) => {
        const names = new PythonNames();
        const given = all.map((name) => names.of(name));
        assert.equal(new Set(given.map((name) => name.normalize('NFKC'))).size, all.length);
        for (const name of given) assert.match(name, /^[\p{L}_][\p{L}\p{Nd}_]*$/u);
        assert.deepEqual(
          all.map((name) => names.of(name)),
          given,
        );
      }),
    );
    const names = new PythonNames();
    assert.deepEqual(
      ['lambda', 'self', 'ᵢ', 'i', 'None', 'W_学', '__class__'].map((name) => names.of(name)),
      ['lambda_2', 'self_2', 'i', 'i_2', 'None_2', 'W_u5b66', 'n__class__'],
    );
  });
});
