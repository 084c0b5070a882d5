// An experiment file as a person writes it: which fields it may have, what is said of the others, and how its paths are read.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { experimentSchema } from '../../src/engine/experimentSchema';
import { ExperimentFileError, optionsOf, parseExperimentDocument, readExperimentDocument } from '../../src/runs/experimentDocument';
import { temporaryFolder } from './temporaryFolder';

const FILE = path.resolve('/mine', 'exp', 'my.unroll.json');
const options = (json: unknown) => {
  const document = parseExperimentDocument(JSON.stringify(json), FILE);
  return optionsOf(document, document.fields);
};
const problems = (text: string) => {
  try {
    const document = parseExperimentDocument(text, FILE);
    optionsOf(document, document.fields);
  } catch (error) {
    if (error instanceof ExperimentFileError) return error.problems;
    throw error;
  }
  return assert.fail(`${text} was taken`);
};

describe('an experiment file', () => {
  const folder = temporaryFolder();

  it('may have every field of an experiment, or none', () => {
    const { files, cell, ...rest } = experimentSchema.parse({});
    assert.deepEqual(options({ ...rest, cell }), { ...rest, cell });
    assert.deepEqual(options({}), {}, 'nothing is filled in here');
    assert.deepEqual(files, []);
  });

  it('has paths from its own folder, of files and of cells', () => {
    assert.deepEqual(options({ files: ['../data/a.txt', 'b.txt'], cell: 'gru, ../cells/my.cell' }), {
      files: [path.resolve('/mine/data/a.txt'), path.resolve('/mine/exp/b.txt')],
      cell: `gru, ${path.resolve('/mine/cells/my.cell')}`,
    });
  });

  it('refuses a newer version by name', () => {
    const [problem] = problems('{\n  "version": 2\n}');
    assert.match(problem?.message ?? '', /version 2, and this Unroll reads version 1\. Update Unroll/);
    assert.deepEqual([problem?.line, problem?.column, problem?.endColumn], [2, 14, 15]);
    assert.match(problems('{"version": "1"}')[0]?.message ?? '', /write 1/);
  });

  it('refuses every field that there is not, with the one that was meant', () => {
    const found = problems('{\n  "hiden": 8,\n  "learningRat": 1,\n  "zzzzzz": 1,\n  "__proto__": 1\n}');
    assert.deepEqual(
      found.map(({ line, column, endColumn }) => [line, column, endColumn]),
      [
        [2, 3, 10],
        [3, 3, 16],
        [4, 3, 11],
        [5, 3, 14],
      ],
    );
    assert.match(found[0]?.message ?? '', /hiden\. Did you mean hidden\?/);
    assert.match(found[1]?.message ?? '', /learningRate/);
    assert.match(found[2]?.message ?? '', /newer Unroll/);
    assert.equal(problems('{"toString": 1, "constructor": {}}').length, 2);
  });

  it('says what each value may be, at the value', () => {
    const found = problems('{"hidden": 0, "task": "poetry", "files": ["a", 3], "residual": "yes", "cell": 3, "initializer": "big"}');
    assert.deepEqual(
      found.map(({ message }) => message),
      [
        'hidden: give a whole number from 1 to 8192.',
        'task: choose one of language-model, infill, tag, classify, generate-from-label, translate.',
        'files: give a text.',
        'residual: give true or false.',
        'cell: give a text.',
        'initializer: write uniform (that is U(−1/√H, 1/√H)), uniform:0.08 or normal:0.01.',
      ],
    );
    assert.deepEqual([found[2]?.column, found[2]?.endColumn], [48, 49]);
  });

  it('tells no more mistakes than one mends at once', () => {
    const file = JSON.stringify({ files: new Array(200_000).fill(3) });
    assert.equal(problems(file).length, 20);
  });

  it('is an object', () => {
    for (const text of ['[]', '3', 'null', '"x"']) assert.match(problems(text)[0]?.message ?? '', /is an object/);
  });

  it('is read from disk with a byte order mark or without, and in nothing but Unicode', async () => {
    const file = path.join(folder(), 'a.unroll.json');
    writeFileSync(file, '\ufeff{"hidden": 8}');
    assert.deepEqual((await readExperimentDocument(file)).fields, { hidden: 8 });
    writeFileSync(file, Buffer.concat([Buffer.from('{\n"cell": "'), Buffer.from([0xe9, 0x20]), Buffer.from('"}')]));
    await assert.rejects(readExperimentDocument(file), /a\.unroll\.json, line 2, column 1: this is not UTF-8/);
  });
});
