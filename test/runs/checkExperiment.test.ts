// What is wrong with an experiment file beyond its schema, each thing at its place; and what of the disk is looked at for it.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { checkExperiment } from '../../src/runs/checkExperiment';
import { temporaryFolder, writerInto } from './temporaryFolder';

const CELL = "cell mine\nstate h\n\nh' = tanh(W_xh x + W_hh h + b_h)\n";

describe('a check of an experiment file', () => {
  const folder = temporaryFolder();
  const write = writerInto(folder);
  const file = () => path.join(folder(), 'exp', 'my.unroll.json');
  const check = (text: string, readable = [folder()]) => checkExperiment(file(), text, { workspace: folder(), readable });
  /** Each as the text that is underlined, with what is said. */
  const found = async (json: object) => {
    const text = JSON.stringify(json, undefined, 1);
    const { problems } = await check(text);
    const lines = text.split('\n');
    return problems.map(({ line, column, endLine, endColumn, message, severity = 'error' }) => {
      return [lines[line - 1]?.slice(column - 1, endLine > line ? undefined : endColumn - 1), severity, message];
    });
  };

  beforeEach(() => {
    write('exp/a.txt', 'a text');
    write('exp/mine.cell', CELL);
    write('exp/bad.cell', CELL.replace('+ b_h', '+'));
  });

  it('finds nothing in one that can be trained, also from another folder', async () => {
    assert.deepEqual(
      await found({ files: ['a.txt', '../exp/a.txt', '..'], cell: 'mine.cell, gru', hidden: 8, task: 'language-model' }),
      [],
    );
  });

  it('says where each file is not there', async () => {
    write('exp/w.safetensors', 'no weights');
    assert.deepEqual(await found({ files: ['a.txt', 'b.txt'], init: 'x.safetensors', initVocabulary: 'v.json' }), [
      ['"b.txt"', 'error', 'There is no such file here.'],
      ['"x.safetensors"', 'error', 'There is no such file here.'],
      ['"v.json"', 'error', 'There is no such file here.'],
    ]);
  });

  it('says of many runs, too, which file is not there, and which of their cells', async () => {
    const many = { files: ['a.txt', 'b.txt'], cell: ['gru', 'lstmm', 'bad.cell', 'mine.cell'], hidden: [8, 16], sweep: { method: 'grid' } };
    const said = await found(many);
    assert.deepEqual(
      said.map(([text, severity]) => [text, severity]),
      [
        ['"b.txt"', 'error'],
        ['"lstmm"', 'error'],
        ['"bad.cell"', 'error'],
      ],
    );
    assert.match(String(said[1]?.[2]), /There is no cell “lstmm”/);
    assert.deepEqual(await found({ ...many, files: ['a.txt'], cell: ['gru', 'mine.cell'] }), []);
  });

  it('says at the setting that the task has no use for it, and at the task what that cannot be without', async () => {
    const [[text, , message] = []] = await found({ files: ['a.txt'], task: 'language-model', attention: 'dot' });
    assert.deepEqual(
      [text, message],
      ['"dot"', 'attention is for translate, and the task is language-model. Leave it out, or choose another task.'],
    );
    const [[infill, , why] = []] = await found({ files: ['a.txt'], task: 'infill', bidirectional: 'no' });
    assert.deepEqual([infill, why], ['"no"', 'infill always reads from both sides. For bidirectional choose concat or sum.']);
    assert.deepEqual(await found({ files: ['a.txt'], inputColumn: 1, targetColumn: 2, header: false }), [], 'as a run has them');
  });

  it('says that there is no such cell, or what is wrong with its equations', async () => {
    const messages = async (json: object) => (await found({ files: ['a.txt'], ...json })).map(([text, , message]) => `${text} ${message}`);
    assert.match((await messages({ cell: 'lstmm' })).join(), /"lstmm" There is no cell “lstmm”/);
    assert.match((await messages({ cell: 'none.cell' })).join(), /"none\.cell" There is no file none\.cell/);
    assert.match((await messages({ cell: 'gru, bad.cell' })).join(), /"gru, bad\.cell" bad\.cell:4:/);
    assert.match((await messages({ cell: 'gru', cellSource: 'cell x\n' })).join(), /"cell x\\n" /);
    assert.match((await messages({ cell: 'gru, lstm', layers: 3 })).join(), /^3 There are 2 cells and 3 layers/);
  });

  it('warns of ends that end nothing, and of a file that names no text', async () => {
    const warned = await found({ patience: 3, validation: 0, updates: 5, validateEvery: 10, keepCheckpoints: 8 });
    assert.deepEqual(
      warned.map(([text, severity]) => [text, severity]),
      [
        ['3', 'warning'],
        ['10', 'warning'],
        ['8', 'warning'],
        ['{', 'warning'],
      ],
    );
  });

  it('finds all at once, what is misspelt beside what does not fit', async () => {
    const all = await found({ files: ['b.txt'], hiden: 8, rule: 'case' });
    assert.deepEqual(
      all.map(([text]) => text),
      ['"hiden"', '"case"', '"b.txt"'],
    );
  });

  it('leaves to the schema what the schema tells, and has no settings of what cannot be read', async () => {
    for (const text of ['', '{', '[]', '{"hidden": 0}', '{"version": 7}', '{"a": 1, "a": 2}'])
      assert.deepEqual(
        (await check(text)).problems.filter(({ message }) => !message.includes('no setting a')),
        [],
        text,
      );
    assert.equal((await check('{"hidden": 0}')).settings, undefined);
  });

  it('says of a sweep what is wrong with its lists, at each', async () => {
    assert.deepEqual(await found({ files: ['a.txt'], hidden: [8, 16], learningRate: { from: 0.001, to: 0.01, steps: 3 } }), []);
    assert.equal((await check('{"hidden": [8, 16], "layers": [1, 2, 3]}')).runs, 6);
    const [[text, , message] = []] = await found({ files: ['a.txt'], layers: 2, dropout: { from: 0.5, to: 0.1, steps: 2 } });
    assert.deepEqual([text, message], ['{', 'dropout: a range goes up: from 0.5 to 0.1 does not.']);
  });

  it('touches nothing of the disk beyond the folders it is allowed, whatever the file names', async () => {
    const other = path.join(folder(), 'elsewhere');
    write('elsewhere/secret.cell', 'cell secret\npassword = 1\n');
    mkdirSync(path.join(folder(), 'exp', 'in'), { recursive: true });
    symlinkSync(other, path.join(folder(), 'exp', 'link'));
    const readable = [path.join(folder(), 'exp')];
    for (const named of ['../elsewhere/secret.cell', 'link/secret.cell', path.join(other, 'secret.cell')]) {
      const { problems } = await check(JSON.stringify({ files: ['a.txt', '../elsewhere/none.txt'], cell: named }), readable);
      assert.deepEqual(problems, [], named);
    }
  });

  it('is done at once with a file that names a million files, or cells, or what no disk has', async () => {
    const many = await check(JSON.stringify({ files: Array.from({ length: 200_000 }, (_, at) => `none${at}`) }));
    assert.equal(many.problems.length, 1_000);
    const cells = await check(JSON.stringify({ files: ['a.txt'], cell: Array.from({ length: 200_000 }, (_, at) => `none${at}`).join() }));
    assert.equal(cells.problems.length, 1);
    const names = JSON.stringify(Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`hiden${at}`, 1])));
    assert.equal((await check(names)).problems.length, 20 + 1);
    assert.deepEqual(await check(`${names}${' '.repeat(4 * 1024 * 1024)}`), { problems: [] }, 'larger than one that is read');
    assert.deepEqual((await check(JSON.stringify({ files: new Array(200_000).fill(3) }))).problems, [], 'that is for the schema');
    assert.match(
      (await found({ files: ['a\0b', `${'x'.repeat(10_000)}`] })).map(([, , message]) => message).join(),
      /could not be read.*could not be read/s,
    );
  });

  it('knows the same settings again where the file is moved, reordered or spaced otherwise, and no others', async () => {
    const settings = async (at: string, text: string) =>
      (await checkExperiment(path.join(folder(), at), text, { workspace: folder(), readable: [] })).settings;
    const first = await settings('exp/a.unroll.json', '{"files": ["a.txt"], "hidden": 8}');
    assert.match(first ?? '', /^[0-9a-f]{64}$/);
    assert.equal(await settings('b.unroll.json', '{ "$schema": "x", "hidden": 8,\n"files": ["exp/a.txt"] }'), first);
    assert.notEqual(await settings('b.unroll.json', '{"files": ["a.txt"], "hidden": 8}'), first, 'another file');
    assert.notEqual(await settings('exp/a.unroll.json', '{"files": ["a.txt"], "hidden": 9}'), first);
  });
});
